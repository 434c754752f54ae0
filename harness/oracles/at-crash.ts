import type { ByteRange } from "../model/byte-range.js";
import type { Fault, FindingClass } from "../model/verdict.js";
import type { DiskFacts, PartitionFacts } from "./facts/facts.js";
import type { Golden } from "./golden.js";
import { answersTo } from "./facts/partition-names.js";
import { checkProtection, checkTable } from "./table-at-crash.js";

/** What must hold at each crash. Names of partitions. */
export interface Holds {
  readonly always: readonly string[];
  readonly oneOf: readonly (readonly string[])[];
  readonly bystanders: readonly string[];
  /** The same files at the end as before, though they may move. */
  readonly keeps: readonly string[];
  /** The same type, GUID, attributes and label at the end as before. */
  readonly identity?: readonly string[] | undefined;
  /** Of these, those whose number is the same too, though they may move. */
  readonly numbers?: readonly string[] | undefined;
}

/**
 * Judges a crash image before anything has repaired it: a readable partition table, what the boot
 * needs, the scenario's invariants, and the bystanders. `torn` are the bytes that the crash itself
 * has left neither old nor new.
 */
export function checkAtCrash(
  { base, runs }: Golden,
  crash: DiskFacts,
  holds: Holds,
  torn: readonly ByteRange[] = [],
): Fault[] {
  const findings: Fault[] = [];
  const goldens = runs.map(({ facts }) => facts);
  // An updater replaces content on purpose: what golden ends with is as good as what was there.
  const sides = [base, ...goldens];
  const add = (checker: string, className: FindingClass, place: string, message: string) =>
    findings.push({ checker, class: className, place, message });
  const problem = checkTable(base, goldens, crash, torn);
  const unprotected = checkProtection(base, goldens, crash, torn);
  for (const each of [problem, unprotected]) if (each !== undefined) findings.push(each);
  for (const name of holds.always) {
    const problem = lost(sides, crash, name);
    if (problem !== undefined) add("boot partitions", "unbootable at the crash", name, problem);
  }
  for (const group of holds.oneOf) {
    const problems = group.map((name) => lost(sides, crash, name));
    if (problems.every((problem) => problem !== undefined)) {
      const each = group.map((name, index) => `${name}: ${problems[index] ?? ""}`);
      const message = `none is whole: ${each.join("; ")}`;
      add("one of several", "unbootable at the crash", group.join(" or "), message);
    }
  }
  // Where no table can be read, no partition is found, and that is told by the table.
  for (const name of problem?.class === "unreadable" ? [] : holds.bystanders) {
    const problem = moved(base, crash, name) ?? lost([base], crash, name);
    if (problem !== undefined) add("bystanders", "bystander touched", name, problem);
  }
  return findings;
}

/** Why a partition is not found whole under its name, or undefined when it is. */
function lost(sides: readonly DiskFacts[], crash: DiskFacts, name: string): string | undefined {
  const wanted = sides.flatMap((side) => named(side, name) ?? []);
  const [now, ...more] = crash.partitions.filter((each) => answersTo(each, name));
  if (now === undefined || more.length > 0) {
    const count = now === undefined ? 0 : 1 + more.length;
    return `expected one partition of this name, found ${count}`;
  }
  // What can't be read in the base is not a crash's fault.
  if (wanted[0]?.fileSystem?.problem !== undefined) return undefined;
  if (wanted.some((side) => sameContent(side, now))) return undefined;
  return `expected its files as before, found ${describe(now)}`;
}

function moved(base: DiskFacts, crash: DiskFacts, name: string): string | undefined {
  const before = named(base, name);
  const now = named(crash, name);
  if (before === undefined || now === undefined) return undefined;
  return sameEntry(before, now) ? undefined : `its entry in the table has changed`;
}

/** Whether the tables say the same of two partitions, their names as they stand there. */
export function sameEntry(one: PartitionFacts, other: PartitionFacts): boolean {
  const key = ({ entry, tableName }: PartitionFacts) =>
    JSON.stringify({ ...entry, name: tableName });
  return key(one) === key(other);
}

/** Same bytes, or the same files with the same content, or unreadable for the same reason. */
export function sameContent(before: PartitionFacts, now: PartitionFacts): boolean {
  const [one, other] = [before.fileSystem, now.fileSystem];
  if (one === undefined || other === undefined) {
    return one === other && before.rawSha256 === now.rawSha256;
  }
  if (one.type !== other.type || one.problem !== other.problem) return false;
  const key = ({ manifest }: typeof one) =>
    manifest
      .filter(({ type }) => type !== "directory")
      .map((each) => [each.path, each.type, each.sizeBytes, each.sha256, each.linkTarget]);
  return JSON.stringify(key(one)) === JSON.stringify(key(other));
}

function describe({ fileSystem }: PartitionFacts): string {
  if (fileSystem === undefined) return "no file system or other bytes";
  return fileSystem.problem ?? `${fileSystem.type} with other files`;
}

function named(facts: DiskFacts, name: string): PartitionFacts | undefined {
  return facts.partitions.find((each) => answersTo(each, name));
}
