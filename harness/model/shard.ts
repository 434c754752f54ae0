import { UsageError } from "./errors.js";

/** One of the parts that a run is cut into, so that machines can share it. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** More shards than this are a mistake. */
export const mostShards = 100_000;

/** A shard as it is said: `2/5`. Throws UsageError. */
export function parseShard(text: string): Shard {
  const [, first, second] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count && count <= mostShards) return { index, count };
  throw new UsageError(
    `--shard: expected a number from 1 and how many there are, such as 2/5, found "${text}"`,
  );
}

/** A shard in words: `shard 2/5`. */
export function shardText({ index, count }: Shard): string {
  return `shard ${index}/${count}`;
}

/** Whether a shard gets the item at a place of a list: each gets one in turn. */
export function getsTurn({ index, count }: Shard, place: number): boolean {
  return place % count === index - 1;
}
