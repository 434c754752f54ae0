import { getsTurn, parseShard } from "../../model/shard.js";
import { formatVersion } from "../../store/format-version.js";
import type { ProofsRecord } from "../../store/proofs/proofs-record.js";

interface Named {
  readonly name: string;
}

/**
 * The targets of a shard; all where none is asked for. Which ones does not depend on the machine,
 * nor on what tools it has. Throws UsageError.
 */
export function sharedAmong<Subject>(
  subjects: readonly Subject[],
  text: string | undefined,
): readonly Subject[] {
  if (text === undefined) return subjects;
  const shard = parseShard(text);
  return subjects.filter((_, place) => getsTurn(shard, place));
}

/** What is stored of each shard: of all targets, those that are its own, and those that it ran. */
export function shardRecord(
  text: string,
  { all, named, ran }: Readonly<Record<"all" | "named" | "ran", readonly Named[]>>,
  elapsedMs: number,
): Pick<ProofsRecord, "version" | "shard" | "targets" | "leftOut" | "elapsedMs"> {
  const wasRun = new Set(ran.map(({ name }) => name));
  const namesOf = (subjects: readonly Named[]) => subjects.map(({ name }) => name);
  return {
    ...{ version: formatVersion, shard: parseShard(text), targets: namesOf(all), elapsedMs },
    leftOut: namesOf(named).filter((name) => !wasRun.has(name)),
  };
}
