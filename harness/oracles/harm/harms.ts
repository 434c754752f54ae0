import type { Unread } from "../../model/judgement.js";
import type { FindingClass, Fault } from "../../model/verdict.js";
import { answersTo } from "../facts/partition-names.js";
import type { DiskFacts, PartitionFacts } from "../facts/facts.js";
import type { PartitionContent } from "../facts/partition-content.js";
import { inShort } from "../fsck/answer.js";
import type { FsckComplaint } from "../fsck/fsck.js";
import type { Repair } from "../repair/repair-copy.js";
import type { Golden } from "../golden.js";
import { lossOf, typeOf, type Loss, type Sides } from "./partition-loss.js";

/** A partition after the usual repair, which was run on a copy. */
export interface Repaired {
  readonly repair: Repair;
  /** What the copy holds now. */
  readonly content: PartitionContent;
}

/** Runs the usual repair on a copy of a partition. `type` is what it should hold, where known. */
export type RepairCopy = (partition: PartitionFacts, type: string | undefined) => Promise<Repaired>;

/** A disk to be looked at for what it has lost. */
export interface Suspect {
  readonly golden: Golden;
  readonly found: DiskFacts;
  /** Complaints about it that say nothing of the base. */
  readonly sick: readonly FsckComplaint[];
  /** The class of a loss: whether the user was told. */
  readonly lostClass: Extract<FindingClass, "silently lost" | "lost">;
  readonly repaired: RepairCopy;
}

/** What is wrong with the content of a disk, and which places nobody can judge. */
export interface Harms {
  readonly faults: readonly Fault[];
  /** Of these, what the usual repair has left of that which could not be read as it stood. */
  readonly afterRepair: readonly Fault[];
  readonly unread: readonly Unread[];
}

const goneText = "it is gone";

interface Harm {
  readonly place: string;
  readonly loss?: Loss;
  readonly complaint?: string;
  readonly partition?: PartitionFacts;
}

/**
 * Looks for content that was to be kept: each partition that uninterrupted runs leave must be
 * found, with each of its files as before the work or as after it. Where a checker complains, or
 * nothing can be read, the usual repair is run on a copy, and what it leaves is held against the
 * same.
 */
export async function harmsOf(suspect: Suspect): Promise<Harms> {
  const faults: Fault[] = [];
  const afterRepair: Fault[] = [];
  const unread: Unread[] = [];
  for (const harm of suspectPlaces(suspect)) {
    const { place, loss, partition } = harm;
    if (loss?.kind === "unread") unread.push({ place, message: loss.message });
    else if (loss?.kind === "lost" || partition === undefined) {
      const message = loss?.message ?? goneText;
      faults.push({ checker: "against golden", class: suspect.lostClass, place, message });
    } else {
      const { fault, isMended } = await repairedFault(suspect, harm, partition);
      faults.push(fault);
      if (isMended && fault.class === suspect.lostClass) afterRepair.push(fault);
    }
  }
  return { faults, afterRepair, unread };
}

/** Partitions in which something is wrong, each once. */
function suspectPlaces({ golden, found, sick }: Suspect): Harm[] {
  const bytesAreContent = golden.bytes === "content";
  const seen = new Set<PartitionFacts>();
  const complaintOf = ({ entry }: PartitionFacts) =>
    sick.find(({ partition }) => partition === entry.name)?.complaint;
  const harms = golden.runs[0].facts.partitions.flatMap((wanted): Harm[] => {
    const place = wanted.entry.name;
    const candidates = like(wanted, found);
    const sides = sidesOf(golden, wanted);
    const whole = candidates.find((each) => lossOf(sides, each, bytesAreContent) === undefined);
    const partition = whole ?? candidates[0];
    // What only a finished run has was not there to be lost.
    if (partition === undefined) {
      return sides.base.length === 0 ? [] : [{ place, loss: { kind: "lost", message: goneText } }];
    }
    seen.add(partition);
    const loss = lossOf(sides, partition, bytesAreContent);
    const complaint = complaintOf(partition);
    if (loss === undefined && complaint === undefined) return [];
    return [{ place, partition, ...(loss && { loss }), ...(complaint && { complaint }) }];
  });
  const others = found.partitions.flatMap((partition): Harm[] => {
    const complaint = seen.has(partition) ? undefined : complaintOf(partition);
    return complaint === undefined ? [] : [{ place: partition.entry.name, partition, complaint }];
  });
  return [...harms, ...others];
}

/** Whole as it stands, damaged or unreadable: what does the usual repair do? */
async function repairedFault(
  { golden, lostClass, repaired }: Suspect,
  { place, loss, complaint }: Harm,
  partition: PartitionFacts,
): Promise<{ readonly fault: Fault; readonly isMended: boolean }> {
  const sides = sidesOf(golden, partition);
  const { repair, content } = await repaired(partition, typeOf(sides));
  const said = complaint === undefined ? undefined : inShort(complaint);
  const what = [loss?.message, said].filter((each) => each !== undefined).join("; ");
  const isMended = repair.kind === "mended";
  const fault = (checker: string, className: FindingClass, end: string) => {
    const message = `${what}; ${end}`;
    return { fault: { checker, class: className, place, message }, isMended };
  };
  const left = lossOf(sides, content, golden.bytes === "content");
  switch (repair.kind) {
    case "mended": {
      const passes = repair.passes > 1 ? `, in ${repair.passes} passes` : "";
      if (left === undefined) {
        return fault("fsck", "needs repair", `${repair.by} mends it${passes}, and loses nothing`);
      }
      const by = `after ${repair.by}: ${left.message}`;
      return loss === undefined
        ? fault("repair", "destroyed by repair", `it was whole; ${by}`)
        : fault("against golden", lostClass, by);
    }
    case "not mended":
      return unmended(
        repair.complaint === complaint
          ? `after ${repair.by} the check says the same`
          : `after ${repair.by} the check says: ${repair.complaint}`,
      );
    case "hung":
      return unmended(`${repair.by} does not end`);
    case "crashed":
      return unmended(`${repair.by} was ended by a signal`);
    case "none":
      return unmended(repair.why);
  }

  function unmended(end: string) {
    return loss === undefined
      ? fault("fsck", "beyond repair", end)
      : fault("against golden", loss.kind === "damaged" ? lostClass : "unreadable", end);
  }
}

/**
 * Places of a format that nobody here reads, where uninterrupted runs leave other bytes each time:
 * nothing differs from what is expected there, and yet nobody knows whether all is well.
 */
export function unreadPlaces(golden: Golden, found: DiskFacts): Unread[] {
  return found.partitions.flatMap((partition) => {
    const { otherType, fileSystem, entry } = partition;
    const sides = sidesOf(golden, partition);
    const isKept = otherType !== undefined && typeOf(sides) === otherType;
    if (fileSystem !== undefined || !isKept) return [];
    const loss = lossOf(sides, partition, golden.bytes === "content");
    return loss?.kind === "unread" ? [{ place: entry.name, message: loss.message }] : [];
  });
}

/** The type of file system that a partition had before the work and has after it. */
export function meantType(golden: Golden, partition: PartitionFacts): string | undefined {
  return typeOf(sidesOf(golden, partition));
}

/** Whether nothing on a disk can be this partition. */
export function isGone(wanted: PartitionFacts, found: DiskFacts): boolean {
  return like(wanted, found).length === 0;
}

/** A partition is looked for under its name, and at its place: it may have got a new name. */
function like({ entry, startBytes }: PartitionFacts, facts: DiskFacts): PartitionFacts[] {
  return facts.partitions.filter(
    (each) => answersTo(each, entry.name) || each.startBytes === startBytes,
  );
}

/**
 * What may stand where this partition is, before the work and after it. Of a disk on which
 * something has its name, what lies at its place is another one's.
 */
export function sidesOf({ base, runs }: Golden, partition: PartitionFacts): Sides {
  const side = (facts: DiskFacts): PartitionFacts[] => {
    const all = like(partition, facts);
    const named = all.filter((each) => answersTo(each, partition.entry.name));
    return named.length > 0 ? named : all;
  };
  return { base: side(base), goldens: runs.flatMap(({ facts }) => side(facts)) };
}
