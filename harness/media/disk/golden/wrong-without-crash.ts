import { wrongUncrashed, type Finding } from "../../../model/verdict.js";
import { sickerThan } from "../../../oracles/after-resume.js";
import { sameContent, type Holds } from "../../../oracles/at-crash.js";
import type { Golden } from "../../../oracles/golden.js";
import { identityLost } from "../../../oracles/compare/identity.js";
import { answersTo, namesOf } from "../../../oracles/facts/partition-names.js";

/** What an uninterrupted run that succeeded has left and a checker refuses. */
export function wrongWithoutCrash(golden: Golden, holds: Holds): Finding[] {
  const { facts, fsck } = golden.runs[0];
  const findings = sickerThan(golden.baseFsck, fsck).map(({ partition, complaint }) =>
    wrongUncrashed("fsck", `${partition}: ${complaint}`),
  );
  if (golden.base.census.state === "clean" && facts.census.state !== "clean") {
    findings.push(wrongUncrashed("gpt", `the GPT is "${facts.census.state}"`));
  }
  if (golden.base.census.entriesInsideDisk && !facts.census.entriesInsideDisk) {
    findings.push(
      wrongUncrashed("gpt", "a partition lies outside of the usable range, over a table"),
    );
  }
  const kept = new Set([
    ...holds.keeps,
    ...holds.always,
    ...holds.oneOf.flat(),
    ...holds.bystanders,
  ]);
  for (const before of golden.base.partitions) {
    const name = namesOf(before).find((each) => kept.has(each));
    if (name === undefined) continue;
    const now = facts.partitions.find((each) => answersTo(each, name));
    if (now === undefined)
      findings.push(wrongUncrashed("content", `${name}: nothing has this name now`));
    else if (!sameContent(before, now)) {
      findings.push(wrongUncrashed("content", `${name}: its files are not as before`));
    }
  }
  const identities = [new Set(holds.identity), new Set(holds.numbers)] as const;
  for (const message of identityLost(golden.base, facts, ...identities)) {
    findings.push(wrongUncrashed("identity", message));
  }
  return findings;
}
