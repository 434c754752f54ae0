import type { Judgement, Told, Unread } from "../model/judgement.js";
import type { Fault, FindingClass, HeldClass } from "../model/verdict.js";
import { compareFacts } from "./compare/compare-facts.js";
import type { Difference } from "./compare/difference.js";
import { isUnmeant } from "./compare/unmeant.js";
import type { DiskFacts, PartitionFacts } from "./facts/facts.js";
import { isComplaint, type FsckComplaint, type FsckReport } from "./fsck/fsck.js";
import type { Golden } from "./golden.js";
import { some } from "./harm/file-losses.js";
import { harmsOf, isGone, unreadPlaces, type RepairCopy } from "./harm/harms.js";

/** A disk after the last resume, and what its user was told. */
export interface Ended {
  readonly found: DiskFacts;
  readonly fsck: readonly FsckReport[];
  readonly told: Told;
  readonly repaired: RepairCopy;
}

/**
 * Judges the disk after the last resume by what is on it and by what the user was told: like
 * golden is recovered; like the base with an honest non-zero exit is refused; like what one more
 * run makes of a finished disk, and told so, is finished; all else is wrong. What the base's own
 * checkers complain about already is not the crash's damage, but where golden has mended it, it
 * must be mended.
 */
export async function checkAfterResume(golden: Golden, ended: Ended): Promise<Judgement> {
  const { found, fsck, told } = ended;
  const isViewed = golden.bytes === "viewed";
  const differences = differencesBeside(new Set(), golden, found);
  const sick = sickerThan(
    golden.runs.flatMap((run) => run.fsck),
    fsck,
  );
  if (isAsRerun(golden, ended)) return held("finished");
  if (differences.length === 0 && sick.length === 0) {
    const unread = isViewed ? [] : unreadPlaces(golden, found);
    const stands = unread.map(placeText);
    const findings = told.exitedZero ? [] : [stuck(told, stands, "the work is done")];
    return { findings, heldClass: "recovered", unread };
  }
  const damaged = sickerThan(golden.baseFsck, sick);
  const isAsBefore =
    damaged.length === 0 && compareFacts([golden.base], found, golden.base).length === 0;
  if (!told.exitedZero && isAsBefore) return held("refused");
  if (told.isRepair === true && isAsBefore) return held("undone");
  const lostClass = told.exitedZero ? "silently lost" : "lost";
  const { repaired } = ended;
  const harms = await harmsOf({ golden, found, sick: damaged, lostClass, repaired });
  const places = new Set([...harms.faults, ...harms.unread].map(({ place }) => place));
  const rest = differencesBeside(places, golden, found).filter(
    ({ kind, place }) => kind === "table" || !places.has(place),
  );
  const unmended = sick.filter((each) => !damaged.includes(each));
  const faults = told.exitedZero
    ? [...diverged(rest), ...unmended.map(notMended)]
    : [stuck(told, rest.map(placeText), places.size > 0 ? "all else is done" : "the work is done")];
  const findings = [...harms.faults, ...faults];
  return { findings, heldClass: "recovered", unread: isViewed ? [] : harms.unread };
}

/** How a disk differs from golden. That partitions of these places are gone is told already. */
function differencesBeside(
  places: ReadonlySet<string>,
  golden: Golden,
  found: DiskFacts,
): Difference[] {
  const goldens = golden.runs.map(({ facts }) => {
    const isTold = (each: PartitionFacts) => places.has(each.entry.name) && isGone(each, found);
    return { ...facts, partitions: facts.partitions.filter((each) => !isTold(each)) };
  });
  const isLeft = ({ kind }: Difference) => kind === "bytes" && golden.bytes === "viewed";
  return compareFacts(goldens, found, golden.base).filter(
    (each) => !isUnmeant(golden, each) && !isLeft(each),
  );
}

/**
 * It ended as one more run on a finished disk does, with the same words and the same result, but
 * for what is another one after each run: a GUID that is drawn.
 */
function isAsRerun({ rerun, base, runs }: Golden, { found, fsck, told }: Ended): boolean {
  if (rerun === undefined || rerun.exitedZero !== told.exitedZero) return false;
  if (sickerThan(rerun.left.fsck, fsck).length > 0) return false;
  const [first, second] = runs;
  const drawn = compareFacts([first.facts], second.facts, base)
    .filter(({ kind }) => kind === "table" || kind === "detail")
    .map(fieldOf);
  const differences = compareFacts([rerun.left.facts], found, base);
  return differences.every((each) => drawn.includes(fieldOf(each)));
}

function fieldOf({ place, message }: Difference): string {
  return `${place}: ${message.split(": expected ")[0]}`;
}

/** One finding a field of the table, and one a partition whose content is another one. */
function diverged(differences: readonly Difference[]): Fault[] {
  const fields = differences.filter(({ kind }) => kind === "table");
  const contents = differences.filter(({ kind }) => kind !== "table");
  const places = [...new Set(contents.map(({ place }) => place))];
  return [
    ...fields.map(({ place, message }) => fault("against golden", "diverged", place, message)),
    ...places.map((place) => {
      const messages = contents.filter((each) => each.place === place).map((each) => each.message);
      const count = messages.length === 1 ? "" : `${messages.length} differences: `;
      return fault("against golden", "diverged", place, `${count}${some(messages)}`);
    }),
  ];
}

function notMended({ partition, complaint }: FsckComplaint): Fault {
  const message = `expected it mended, as an uninterrupted run leaves it; found ${complaint}`;
  return fault("fsck", "diverged", partition, message);
}

/** `done` is said where nothing is known that would be wrong. */
function stuck(told: Told, texts: readonly string[], done: string): Fault {
  const stands = texts.length === 0 ? done : some(texts);
  const message =
    `expected the resume to succeed, but found each time: ${told.how}. ` + `On the disk: ${stands}`;
  return fault("told", "stuck", "exit code", message);
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

function placeText({ place, message }: Unread | Difference): string {
  return `${place}: ${message}`;
}

function held(heldClass: HeldClass): Judgement {
  return { findings: [], heldClass, unread: [] };
}

function fault(checker: string, className: FindingClass, place: string, message: string): Fault {
  return { checker, class: className, place, message };
}
