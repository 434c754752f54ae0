import type { Finding, FindingClass } from "../model/verdict.js";
import { sameContent } from "./at-crash.js";
import { compareFacts, comparePartition } from "./compare-facts.js";
import type { DiskFacts, PartitionFacts } from "./facts.js";
import type { FsckReport } from "./fsck.js";
import type { Golden } from "./golden.js";

const messagesShown = 5;

/** How the last resume ended, as its user saw it. */
export interface Told {
  readonly exitedZero: boolean;
  /** In words, for messages: "exited with 1", "did not end within 120000 ms". */
  readonly how: string;
}

/** What was judged: findings, or which of the good ends it was. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly heldClass: "recovered" | "refused";
}

/**
 * Judges the disk after the last resume by what is on it and by what the user was told: like
 * golden is recovered; like the base with an honest non-zero exit is refused; all else is wrong.
 */
export function checkAfterResume(
  golden: Golden,
  found: DiskFacts,
  fsck: readonly FsckReport[],
  told: Told,
): Judgement {
  const goldens = golden.runs.map(({ facts }) => facts);
  const differences = compareFacts(goldens, found, golden.base);
  const sick = sickerThanGolden(golden, fsck);
  if (differences.length === 0 && sick.length === 0) {
    return told.exitedZero
      ? { findings: [], heldClass: "recovered" }
      : { findings: [finding("told", "stuck", neverHeals(told))], heldClass: "recovered" };
  }
  const asBefore =
    sick.length === 0 && compareFacts([golden.base], found, golden.base).length === 0;
  if (!told.exitedZero && asBefore) {
    return { findings: [], heldClass: "refused" };
  }
  const lost = lostPartitions(golden, found);
  const whole = lost.length === 0 && sick.length === 0;
  const className: FindingClass = whole
    ? told.exitedZero
      ? "diverged"
      : "stuck"
    : told.exitedZero
      ? "silent corruption"
      : "data lost";
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

/** Partitions of golden that are found neither as a golden has them nor as the base had them. */
function lostPartitions({ base, runs }: Golden, found: DiskFacts): PartitionFacts[] {
  const named = (facts: DiskFacts, name: string) =>
    facts.partitions.filter(({ entry }) => entry.name === name);
  return runs[0].facts.partitions.filter(({ entry: { name } }) => {
    const goldens = runs.flatMap(({ facts }) => named(facts, name));
    const sides = [...goldens, ...named(base, name)];
    return !named(found, name).some(
      (now) =>
        sides.some((side) => sameContent(side, now)) ||
        comparePartition(goldens, now, undefined).every(({ kind }) => kind !== "content"),
    );
  });
}

/** Complaints of fsck that an uninterrupted run does not earn. */
function sickerThanGolden(golden: Golden, fsck: readonly FsckReport[]): FsckReport[] {
  const allowed = golden.runs.flatMap((run) => run.fsck).map(key);
  return fsck.filter((report) => !report.clean && !allowed.includes(key(report)));
}

/** Counts and places in a complaint may move; what it complains about may not. */
function key({ partition, complaint }: FsckReport): string {
  return `${partition}: ${complaint.replaceAll(/\d+/g, "N")}`;
}

function neverHeals(told: Told): string {
  return `expected the resume to end with 0, but each one ${told.how}`;
}

function finding(checker: string, className: FindingClass, message: string): Finding {
  return { checker, class: className, message, kill: 0 };
}
