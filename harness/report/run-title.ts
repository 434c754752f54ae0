import { shardText } from "../model/shard.js";
import type { RunJson } from "../store/records.js";
import { seedText } from "./words.js";

type Titled = Pick<
  RunJson,
  "command" | "scenario" | "target" | "seed" | "options" | "shard" | "merged"
>;

/** What was run on what, and which part of it: `soak resize on reference, seed 7f3a, shard 2/5`. */
export function runTitle(run: Titled): string {
  const { command, scenario, target, seed, options } = run;
  const seedWords = seedText(seed, options["seedWord"]);
  return [`${command} ${scenario} on ${target}`, seedWords, ...partOf(run)].join(", ");
}

function partOf({ shard, merged }: Titled): string[] {
  const parts = shard === undefined ? [] : [shardText(shard)];
  if (merged === undefined) return parts;
  const { count, found } = merged;
  const howMany = found.length === count ? count : `${found.length} of ${count}`;
  return [...parts, `merged from ${howMany} ${count === 1 ? "shard" : "shards"}`];
}
