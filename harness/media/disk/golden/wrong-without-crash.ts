import type { Fault } from "../../../model/verdict.js";
import { sickerThan } from "../../../oracles/after-resume.js";
import type { Holds } from "../../../oracles/at-crash.js";
import { identityLost } from "../../../oracles/compare/identity.js";
import type { DiskFacts } from "../../../oracles/facts/facts.js";
import { answersTo, namesOf } from "../../../oracles/facts/partition-names.js";
import type { FsckReport } from "../../../oracles/fsck/fsck.js";
import type { GoldenRun } from "../../../oracles/golden.js";
import { harmsOf, type RepairCopy } from "../../../oracles/harm/harms.js";
import type { Golden } from "../../../oracles/golden.js";

/** What the scenario wants kept, and an uninterrupted run that succeeded has not kept. */
export function notKept(base: DiskFacts, { facts }: GoldenRun, holds: Holds): Fault[] {
  const kept = new Set([
    ...holds.keeps,
    ...holds.always,
    ...holds.oneOf.flat(),
    ...holds.bystanders,
  ]);
  const nameless = base.partitions.flatMap((before): Fault[] => {
    const name = namesOf(before).find((each) => kept.has(each));
    if (name === undefined || facts.partitions.some((each) => answersTo(each, name))) return [];
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

/** What a checker says of the disk that an uninterrupted run has left, and not of the base. */
export async function sickWithoutCrash(
  golden: Golden,
  baseFsck: readonly FsckReport[],
  repaired: RepairCopy,
): Promise<Fault[]> {
  const { facts: found, fsck } = golden.runs[0];
  const sick = sickerThan(baseFsck, fsck);
  if (sick.length === 0) return [];
  const { faults } = await harmsOf({ golden, found, sick, lostClass: "silently lost", repaired });
  return [...faults];
}
