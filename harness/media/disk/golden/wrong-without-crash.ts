import type { Fault, UncrashedFault } from "../../../model/verdict.js";
import { sickerThan } from "../../../oracles/after-resume.js";
import type { Holds } from "../../../oracles/at-crash.js";
import { identityLost } from "../../../oracles/compare/identity.js";
import type { DiskFacts } from "../../../oracles/facts/facts.js";
import { answersTo, namesOf } from "../../../oracles/facts/partition-names.js";
import type { FsckReport } from "../../../oracles/fsck/fsck.js";
import type { GoldenRun } from "../../../oracles/golden.js";
import { harmsOf, type RepairCopy } from "../../../oracles/harm/harms.js";
import type { Golden } from "../../../oracles/golden.js";
import { matchPartitions } from "../../../oracles/uncrashed/match-partitions.js";

/**
 * What the scenario wants kept, and an uninterrupted run that succeeded has not kept, but for the
 * partitions of which it is told already that they are gone or have lost something.
 */
export function notKept(
  base: DiskFacts,
  { facts }: GoldenRun,
  holds: Holds,
  told: readonly Fault[] = [],
): Fault[] {
  const kept = new Set([
    ...holds.keeps,
    ...holds.always,
    ...holds.oneOf.flat(),
    ...holds.bystanders,
  ]);
  const nameless = matchPartitions(base, facts).flatMap(({ before, after }): Fault[] => {
    if (before === undefined) return [];
    const name = namesOf(before).find((each) => kept.has(each));
    if (name === undefined || facts.partitions.some((each) => answersTo(each, name))) return [];
    if (after !== undefined) {
      const message = `nothing has this name now: it became ${after.tableName || "none"}`;
      return [{ checker: "identity", class: "diverged", place: name, message }];
    }
    if (told.some(({ place }) => place === before.entry.name)) return [];
    const message = "nothing has this name now";
    return [{ checker: "content", class: "silently lost", place: name, message }];
  });
  const identities = [new Set(holds.identity), new Set(holds.numbers)] as const;
  return [
    ...nameless,
    ...identityLost(base, facts, ...identities).map(({ place, message }): Fault => {
      return { checker: "identity", class: "diverged", place, message };
    }),
  ];
}

/**
 * What the usual repair makes of the disk that an uninterrupted run has left: where a checker says
 * of it what it does not say of the base, and where content that was to be kept is `unreadable`
 * now, as it is judged after a resume.
 */
export async function sickWithoutCrash(
  golden: Golden,
  baseFsck: readonly FsckReport[],
  unreadable: readonly UncrashedFault[],
  repaired: RepairCopy,
): Promise<UncrashedFault[]> {
  const { facts: found, fsck } = golden.runs[0];
  const sick = sickerThan(baseFsck, fsck);
  if (sick.length === 0 && unreadable.length === 0) return [];
  const asked = asBefore(golden, new Set(unreadable.map(({ place }) => place)));
  const suspect = { golden: asked, found, sick, lostClass: "silently lost" as const, repaired };
  const { faults } = await harmsOf(suspect);
  const told = new Set(faults.map(({ place }) => place));
  const toSay = new Map(unreadable.map(({ place, expects }) => [place, expects]));
  return [
    ...unreadable.filter(({ place }) => !told.has(place)),
    ...faults.map((each) => ({ ...each, expects: toSay.get(each.place) })),
  ];
}

/** What a run has broken is no yardstick for itself: there, the base is. */
function asBefore(golden: Golden, places: ReadonlySet<string>): Golden {
  const broken = golden.base.partitions.filter(({ entry }) => places.has(entry.name));
  const mended = (run: GoldenRun): GoldenRun => {
    const partitions = run.facts.partitions.map(
      (each) => broken.find(({ entry }) => answersTo(each, entry.name)) ?? each,
    );
    return { ...run, facts: { ...run.facts, partitions } };
  };
  const [first, second] = golden.runs;
  return { ...golden, runs: [mended(first), mended(second)] };
}
