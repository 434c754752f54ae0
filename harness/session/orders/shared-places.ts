import { getsTurn, type Shard } from "../../model/shard.js";

/** A place of a plan that shards share. */
export interface SharedPlace {
  /** The place of the first one that leaves the same crash image. Like ones stay together. */
  readonly first: number;
  /** The crash as it stands in ids; empty where it has no name. */
  readonly text: string;
  /** It is of a flush audit, and no case of the run. */
  readonly isTrial: boolean;
}

/** Recorded milliseconds of the cases that began with a crash, by its text. */
export type RecordedTimes = ReadonlyMap<string, number>;

/**
 * The places of a shard, ascending. What leaves like crash images is run by one shard, since only
 * the first of them costs a resume; apart from that each shard gets one in turn.
 */
export function placesInTurn(places: readonly SharedPlace[], shard: Shard): readonly number[] {
  return groupsOf(places)
    .filter((_, turn) => getsTurn(shard, turn))
    .flat()
    .sort((one, other) => one - other);
}

/**
 * The same, evened out by what was recorded: the longest first, each to the shard that has least to
 * do by then. What was not recorded takes as long as others on average.
 */
export function placesByTime(
  places: readonly SharedPlace[],
  shard: Shard,
  times: RecordedTimes,
): readonly number[] {
  const usualMs = meanOf([...times.values()]);
  // At least 1 each: no shard gets all of what takes no time.
  const msOf = (place: number) => 1 + Math.round(times.get(places[place]?.text ?? "") ?? usualMs);
  const groups = groupsOf(places).map((group) => ({ group, ms: sumOf(group.map(msOf)) }));
  const loads = Array.from({ length: shard.count }, () => 0);
  const mine: number[] = [];
  for (const { group, ms } of groups.sort((one, other) => other.ms - one.ms)) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + ms;
    if (least === shard.index - 1) mine.push(...group);
  }
  return mine.sort((one, other) => one - other);
}

/** Places with like crash images, by the first of them, in the order of the plan. */
function groupsOf(places: readonly SharedPlace[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const [place, { first }] of places.entries()) {
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [place]);
    else group.push(place);
  }
  return [...groups.values()];
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / Math.max(1, values.length);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
