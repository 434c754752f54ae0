import { slice, type ByteSource } from "../../layout/byte-source.js";
import { gptCensus, type GptCensus } from "../../layout/gpt/census.js";
import { slotText, type DosLabel } from "../../layout/mbr/dos-label.js";
import {
  placeOf,
  readTable,
  type DiskLabel,
  type PartitionEntry,
  type PartitionTable,
} from "../../layout/partition-table.js";
import { readContent, type PartitionContent } from "./partition-content.js";
import { namesOf, uniqueNames } from "./partition-names.js";
import { recall, type Reuse } from "./recent.js";

export type { FileSystemFacts } from "./partition-content.js";

/** A partition and what it holds, as far as a user can tell. */
export interface PartitionFacts extends PartitionContent {
  /** As the table has it, but for its name, which no other partition of the disk has. */
  readonly entry: PartitionEntry;
  /** The name as the table has it: it may be empty, or that of several partitions. */
  readonly tableName: string;
  readonly startBytes: number;
  readonly sizeBytes: number;
}

/** What an MBR says besides of the partitions that hold something. */
export interface MbrFacts {
  /** Each used slot in words, by its number; those of extended partitions too. */
  readonly slots: Readonly<Record<number, string>>;
  /** What is wrong with the MBR or its chains, with field paths. */
  readonly problems: readonly string[];
}

/** What stands on a disk: table and contents. Two of these can be compared without the disk. */
export interface DiskFacts {
  readonly label: DiskLabel;
  readonly sizeBytes: number;
  readonly sectorBytes: number;
  /** The GPT's disk GUID, the DOS label's `0x1234abcd`, or empty. */
  readonly diskId: string;
  /** Its state is `no GPT` on every disk that is no GPT disk. */
  readonly census: GptCensus;
  /** What is wrong with either copy of the GPT, with field paths. */
  readonly gptProblems: readonly string[];
  /** Why the protective MBR of a GPT disk is not valid, where it isn't: Linux sees no GPT then. */
  readonly pmbrProblem?: string;
  /** Present when the label is `dos`. */
  readonly mbr?: MbrFacts;
  /** On a disk that is not divided one, number 0, for the whole of it. */
  readonly partitions: readonly PartitionFacts[];
}

/**
 * Reads everything that can be judged. Never throws on damage: what can't be read is a problem.
 * `names` limits it to the partitions that are meant by one of these names. With `reuse`, a
 * partition whose bytes have been read before is not read again.
 */
export function readFacts(
  disk: ByteSource,
  names?: ReadonlySet<string>,
  reuse?: Reuse<PartitionContent>,
): DiskFacts {
  const table = readTable(disk);
  const { label, sectorBytes, diskId, gpt, dos } = table;
  const census = gptCensus(gpt);
  const isGpt = label === "gpt";
  const pmbrProblem = gpt.protectiveMbr.problem;
  return {
    label,
    sizeBytes: disk.sizeBytes,
    sectorBytes,
    diskId,
    census: isGpt ? census : { ...census, state: "no GPT" },
    gptProblems: isGpt ? [...gpt.primary.problems, ...gpt.backup.problems] : [],
    ...(isGpt && pmbrProblem !== undefined ? { pmbrProblem } : {}),
    ...(dos === undefined ? {} : { mbr: mbrFacts(dos) }),
    partitions: namedEntries(table.entries)
      .filter((named) => names === undefined || namesOf(named).some((name) => names.has(name)))
      .map((named) => readPartition(disk, table, named, reuse)),
  };
}

type NamedEntry = Pick<PartitionFacts, "entry" | "tableName">;

function namedEntries(entries: readonly PartitionEntry[]): NamedEntry[] {
  const names = uniqueNames(entries);
  return entries.map((entry, index) => ({
    entry: { ...entry, name: names[index] ?? entry.name },
    tableName: entry.name,
  }));
}

function mbrFacts({ slots, problems }: DosLabel): MbrFacts {
  const words = slots.map((slot) => [slot.number, slotText(slot)] as const);
  return { slots: Object.fromEntries(words), problems };
}

function readPartition(
  disk: ByteSource,
  table: PartitionTable,
  named: NamedEntry,
  reuse: Reuse<PartitionContent> | undefined,
): PartitionFacts {
  const place = placeOf(table, named.entry);
  const source = slice(disk, place.startBytes, place.sizeBytes);
  const { known, keep } = recall(reuse, { ...place, sizeBytes: source.sizeBytes });
  return { ...named, ...place, ...(known ?? keep(readContent(source))) };
}
