import type {
  EntriesState,
  GptCopy,
  GptEntry,
  GptHeader,
  GptReading,
  HeaderState,
} from "./types.js";

/** No more pairs than this are named, so that a hostile table costs nothing. */
const overlapsLimit = 100;

/** What holds of one copy. A CRC that can't be checked is not valid. */
export interface CopyCensus {
  readonly headerState: HeaderState;
  readonly entriesState: EntriesState;
  readonly headerCrcValid: boolean;
  readonly entriesCrcValid: boolean;
  readonly valid: boolean;
}

/**
 * What a crash left of a GPT, in one word:
 * `clean`: both copies are valid and say the same;
 * `copies differ`: both are valid, but say different things (a crash between the two updates);
 * `primary invalid`: only the backup is valid, so Linux finds no partitions by itself;
 * `backup invalid`: only the primary is valid;
 * `both invalid`: no copy is valid, though at least one has a signature;
 * `no GPT`: there is not even a signature.
 */
export type GptState =
  "clean" | "copies differ" | "primary invalid" | "backup invalid" | "both invalid" | "no GPT";

/** The state of both copies and how they fit together. */
export interface GptCensus {
  readonly state: GptState;
  readonly primary: CopyCensus;
  readonly backup: CopyCensus;
  /** Both entry arrays can be read and are equal, byte for byte. */
  readonly entriesEqual: boolean;
  /** Both headers are valid, point at each other and agree on everything else. */
  readonly headersAgree: boolean;
  readonly backupAtEnd: boolean;
  /** Every partition of each valid copy lies in its usable range, which lies in the disk. */
  readonly entriesInsideDisk: boolean;
  /** Numbers of partitions that share sectors, at most the first 100 pairs of each valid copy. */
  readonly entriesOverlap: readonly (readonly [number, number])[];
}

/** Judges what `readGpt` found. Never throws. */
export function gptCensus(reading: GptReading): GptCensus {
  const { primary, backup } = reading;
  const entriesEqual =
    primary.entryBytes.length > 0 && primary.entryBytes.equals(backup.entryBytes);
  const headersAgree =
    primary.headerState === "valid" &&
    backup.headerState === "valid" &&
    agree(primary.header, backup.header);
  const trusted = [primary, backup].filter(({ valid }) => valid);
  const pairs = trusted.flatMap(({ entries }) => overlapsOf(entries));
  const distinct = new Map(pairs.map((pair) => [pair.join(), pair]));
  return {
    state: stateOf(primary, backup, entriesEqual && headersAgree),
    primary: copyCensus(primary),
    backup: copyCensus(backup),
    entriesEqual,
    headersAgree,
    backupAtEnd: backup.lba === Math.floor(reading.sizeBytes / reading.sectorBytes) - 1,
    entriesInsideDisk: trusted.every(insideUsableRange),
    entriesOverlap: [...distinct.values()],
  };
}

function stateOf(primary: GptCopy, backup: GptCopy, same: boolean): GptState {
  if (primary.valid && backup.valid) return same ? "clean" : "copies differ";
  if (primary.valid) return "backup invalid";
  if (backup.valid) return "primary invalid";
  const signed = [primary, backup].some(({ headerState }) => headerState !== "no signature");
  return signed ? "both invalid" : "no GPT";
}

function copyCensus(copy: GptCopy): CopyCensus {
  return {
    headerState: copy.headerState,
    entriesState: copy.entriesState,
    headerCrcValid: copy.headerState === "valid" || copy.headerState === "implausible",
    entriesCrcValid: copy.entriesState === "valid" || copy.entriesState === "implausible",
    valid: copy.valid,
  };
}

function agree(primary?: GptHeader, backup?: GptHeader): boolean {
  if (primary === undefined || backup === undefined) return false;
  const same = [
    "diskGuid",
    "firstUsableLba",
    "lastUsableLba",
    "numberOfPartitionEntries",
    "sizeOfPartitionEntry",
    "partitionEntryArrayCrc32",
  ] as const;
  return (
    primary.alternateLba === backup.myLba &&
    backup.alternateLba === primary.myLba &&
    same.every((field) => primary[field] === backup[field])
  );
}

function insideUsableRange({ header, entries }: GptCopy): boolean {
  return entries.every(
    ({ startingLba, endingLba }) =>
      header !== undefined &&
      startingLba >= header.firstUsableLba &&
      startingLba <= endingLba &&
      endingLba <= header.lastUsableLba,
  );
}

function overlapsOf(entries: readonly GptEntry[]): [number, number][] {
  const sorted = [...entries].sort((one, other) => one.startingLba - other.startingLba);
  const pairs: [number, number][] = [];
  for (const [index, entry] of sorted.entries()) {
    for (const later of sorted.slice(index + 1, index + 1 + overlapsLimit)) {
      if (later.startingLba > entry.endingLba) break;
      if (pairs.length === overlapsLimit) return pairs;
      const numbers = [entry.number, later.number] as const;
      pairs.push([Math.min(...numbers), Math.max(...numbers)]);
    }
  }
  return pairs;
}
