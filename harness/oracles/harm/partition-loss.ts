import { contentType, type PartitionContent } from "../facts/partition-content.js";
import type { PartitionFacts } from "../facts/facts.js";
import { whyUnread } from "../facts/why-unread.js";
import { fileLosses, lossWords } from "./file-losses.js";

/** What may stand in one place: as before the work, and as uninterrupted runs leave it. */
export interface Sides {
  readonly base: readonly PartitionFacts[];
  readonly goldens: readonly PartitionFacts[];
}

/** Why a content is not what one of the sides has. */
export type Loss =
  /** Part of it is gone or other. */
  | { readonly kind: "lost"; readonly message: string }
  /** Part of it is damaged, and a repair may bring that back. */
  | { readonly kind: "damaged"; readonly message: string }
  /** It can't be read, which says nothing of its parts. */
  | { readonly kind: "unreadable"; readonly message: string }
  /** Its bytes are other ones, and nobody here knows what they mean. */
  | { readonly kind: "unread"; readonly message: string };

/**
 * Holds a content against its sides: undefined where it is whole. `bytesAreContent` where the bytes
 * of what is no file system are known to be all that matters, as in images that we have made.
 */
export function lossOf(
  { base, goldens }: Sides,
  found: PartitionContent,
  bytesAreContent: boolean,
): Loss | undefined {
  const sides = [...base, ...goldens];
  if (sides.length === 0 || sides.some((side) => sameReading(side, found))) return undefined;
  const { fileSystem } = found;
  if (fileSystem === undefined) return rawLoss({ base, goldens }, found, bytesAreContent);
  const { problem, type } = fileSystem;
  if (problem !== undefined) {
    return { kind: "unreadable", message: `its ${type} can't be read: ${problem}` };
  }
  const sameKind = (side: PartitionFacts) =>
    side.fileSystem !== undefined &&
    side.fileSystem.problem === undefined &&
    family(side.fileSystem.type) === family(type)
      ? [side.fileSystem]
      : [];
  const [before, after] = [base.flatMap(sameKind), goldens.flatMap(sameKind)];
  if (before.length + after.length === 0) {
    return { kind: "lost", message: `expected ${kindsOf(sides)}, found ${type}` };
  }
  const losses = fileLosses(before, after, fileSystem);
  if (losses === undefined) return undefined;
  const damage = whyUnread(fileSystem);
  const message = lossWords(losses);
  return damage === undefined
    ? { kind: "lost", message }
    : { kind: "damaged", message: `${message}; ${damage}` };
}

/** Bytes of which the sides say the same, or a damage that was there before. */
function sameReading(side: PartitionFacts, found: PartitionContent): boolean {
  const [one, other] = [side.fileSystem, found.fileSystem];
  if (one === undefined || other === undefined) {
    return one === other && side.rawSha256 === found.rawSha256;
  }
  return one.type === other.type && one.problem !== undefined && one.problem === other.problem;
}

function rawLoss(
  { base, goldens }: Sides,
  { otherType, unread }: PartitionContent,
  bytesAreContent: boolean,
): Loss | undefined {
  const sides = [...base, ...goldens];
  const hadFiles = sides.every(({ fileSystem }) => fileSystem !== undefined);
  if (hadFiles) {
    const now =
      otherType === undefined
        ? "found none that is known"
        : `found ${otherType} that can't be read${unread === undefined ? "" : `: ${unread}`}`;
    return { kind: "unreadable", message: `expected ${kindsOf(sides)}, ${now}` };
  }
  // Two uninterrupted runs leave other bytes each time: nothing is known of what they should be.
  const differs = new Set(goldens.map(({ rawSha256 }) => rawSha256)).size > 1;
  if (bytesAreContent || areKept(base, goldens)) {
    return differs ? undefined : { kind: "lost", message: "its bytes are other ones" };
  }
  const what = otherType === undefined ? "of no format that is known here" : otherType;
  const why = unread ?? what;
  return { kind: "unread", message: `bytes differ, content not read (${why})` };
}

/** What uninterrupted runs move without changing a byte of it must be the same, whatever it is. */
function areKept(base: readonly PartitionFacts[], goldens: readonly PartitionFacts[]): boolean {
  const hashes = new Set([...base, ...goldens].map(({ rawSha256 }) => rawSha256));
  return base.length > 0 && goldens.length > 0 && hashes.size === 1 && !hashes.has(undefined);
}

/**
 * The type of file system that a partition has on all sides, and so should have where none can be
 * told any more. Undefined where the sides do not agree, or have none.
 */
export function typeOf({ base, goldens }: Sides): string | undefined {
  const types = [...base, ...goldens].map(kindOf);
  const families = new Set(types.map(family));
  const [first] = types;
  return families.size === 1 && first !== "none" ? first : undefined;
}

function kindsOf(sides: readonly PartitionFacts[]): string {
  return [...new Set(sides.map(kindOf))].join(" or ");
}

function kindOf(side: PartitionFacts): string {
  return contentType(side) ?? "none";
}

/** ext2 becomes ext4, and FAT16 FAT32, with the same files in it. */
function family(type: string): string {
  return type.replace(/\d+$/, "");
}
