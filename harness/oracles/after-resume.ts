import type { Judgement, Told } from "../model/judgement.js";
import type { Finding, FindingClass } from "../model/verdict.js";
import { sameContent } from "./at-crash.js";
import { compareFacts, comparePartition } from "./compare/compare-facts.js";
import type { DiskFacts, PartitionFacts } from "./facts/facts.js";
import { isComplaint, type FsckComplaint, type FsckReport } from "./fsck/fsck.js";
import type { Golden } from "./golden.js";
import { answersTo } from "./facts/partition-names.js";

const messagesShown = 5;

/**
 * Judges the disk after the last resume by what is on it and by what the user was told: like
 * golden is recovered; like the base with an honest non-zero exit is refused; all else is wrong.
 * What the base's own checkers complain about already is not the crash's damage, but where golden
 * has mended it, it must be mended.
 */
export function checkAfterResume(
  golden: Golden,
  found: DiskFacts,
  fsck: readonly FsckReport[],
  told: Told,
): Judgement {
  const goldens = golden.runs.map(({ facts }) => facts);
  const differences = compareFacts(goldens, found, golden.base);
  const sick = sickerThan(
    golden.runs.flatMap((run) => run.fsck),
    fsck,
  );
  const damaged = sickerThan(golden.baseFsck, sick);
  if (differences.length === 0 && sick.length === 0) {
    return told.exitedZero
      ? { findings: [], heldClass: "recovered" }
      : { findings: [finding("told", "stuck", neverHeals(told))], heldClass: "recovered" };
  }
  const asBefore =
    damaged.length === 0 && compareFacts([golden.base], found, golden.base).length === 0;
  if (!told.exitedZero && asBefore) {
    return { findings: [], heldClass: "refused" };
  }
  const lost = lostPartitions(golden, found);
  const whole = lost.length === 0 && damaged.length === 0;
  const className: FindingClass = whole
    ? told.exitedZero
      ? "diverged"
      : "stuck"
    : told.exitedZero
      ? "silently lost"
      : "lost";
  const findings: Finding[] = [];
  if (!told.exitedZero) findings.push(finding("told", "stuck", neverHeals(told)));
  if (differences.length > 0) {
    const shown = differences.slice(0, messagesShown).map(({ message }) => message);
    const more = differences.length - shown.length;
    if (more > 0) shown.push(`and ${more} more`);
    findings.push(finding("against golden", className, shown.join("; ")));
  }
  for (const { partition, complaint } of sick) {
    findings.push(finding("fsck", className, `${partition}: ${complaint}`));
  }
  return { findings, heldClass: "recovered" };
}

/**
 * Partitions of golden that are found neither as a golden has them nor as the base had them. A
 * partition is looked for under its name, and at its place: it may have got a new name.
 */
function lostPartitions({ base, runs }: Golden, found: DiskFacts): PartitionFacts[] {
  return runs[0].facts.partitions.filter(({ entry: { name }, startBytes }) => {
    const sameIn = (facts: DiskFacts) =>
      facts.partitions.filter((each) => answersTo(each, name) || each.startBytes === startBytes);
    const goldens = runs.flatMap(({ facts }) => sameIn(facts));
    const sides = [...goldens, ...sameIn(base)];
    return !sameIn(found).some(
      (now) =>
        sides.some((side) => sameContent(side, now)) ||
        comparePartition(goldens, now, undefined).every(({ kind }) => kind !== "content"),
    );
  });
}

/** Complaints of fsck that are not among these. */
export function sickerThan(
  known: readonly FsckReport[],
  fsck: readonly FsckReport[],
): FsckComplaint[] {
  const allowed = known.filter(isComplaint).map(key);
  return fsck.filter(isComplaint).filter((report) => !allowed.includes(key(report)));
}

/** Counts and places in a complaint may move; what it complains about may not. */
function key({ partition, complaint }: FsckComplaint): string {
  return `${partition}: ${complaint.replaceAll(/0x[\da-f]+|\d+/gi, "N")}`;
}

function neverHeals(told: Told): string {
  return `expected the resume to succeed, but each one ${told.how}`;
}

function finding(checker: string, className: FindingClass, message: string): Finding {
  return { checker, class: className, message, kill: 0 };
}
