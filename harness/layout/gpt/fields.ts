import type { Field, FieldKind } from "../fields.js";

type Row = readonly [
  name: string,
  offsetBytes: number,
  lengthBytes: number,
  kind: FieldKind,
  effect: string,
];

const headerRows: readonly Row[] = [
  ["Signature", 0, 8, "bytes", 'without "EFI PART" there is no table here'],
  ["Revision", 8, 4, "hex", "readers refuse one that they do not know"],
  ["HeaderSize", 12, 4, "number", "how much of the header its CRC goes over"],
  ["Reserved", 20, 4, "bytes", "must be zero"],
  ["MyLBA", 24, 8, "number", "a header that is not where it says is refused"],
  ["FirstUsableLBA", 40, 8, "number", "the first block that a partition may have"],
  ["LastUsableLBA", 48, 8, "number", "the last block that a partition may have"],
  ["DiskGUID", 56, 16, "GUID", "the identity of the disk"],
  ["PartitionEntryLBA", 72, 8, "number", "where the entries of this copy are read"],
  ["NumberOfPartitionEntries", 80, 4, "number", "how many entries are read"],
  ["SizeOfPartitionEntry", 84, 4, "number", "where each entry begins"],
];
const headerSum: Row = ["HeaderCRC32", 16, 4, "hex", "a header with another sum is refused"];
const entriesSum: Row = [
  "PartitionEntryArrayCRC32",
  88,
  4,
  "hex",
  "entries with another sum are refused",
];
const entryRows: readonly Row[] = [
  ["PartitionTypeGUID", 0, 16, "GUID", "what the partition is for; zeros are an unused entry"],
  ["UniquePartitionGUID", 16, 16, "GUID", "what PARTUUID= and boot entries look for"],
  ["StartingLBA", 32, 8, "number", "where the partition begins"],
  ["EndingLBA", 40, 8, "number", "where the partition ends"],
  ["Attributes", 48, 8, "hex", "who may boot, mount or hide the partition"],
  ["PartitionName", 56, 72, "text", "what PARTLABEL= looks for"],
];
const leastHeaderBytes = 92;
const leastEntryBytes = 128;

/**
 * UEFI specification 2.10, table 5-5: the header of a copy. It fills a block; what lies behind its
 * fields is not ignored, since it must be zero and firmware may refuse it.
 */
export function gptHeaderFields(copy: "primary" | "backup", sectorBytes: number): Field[] {
  const other = copy === "primary" ? "backup" : "primary";
  return [
    ...headerRows.map(fieldOf),
    fieldOf(["AlternateLBA", 32, 8, "number", `where the ${other} is looked for`]),
    { ...fieldOf(entriesSum), sumRank: 1 },
    { ...fieldOf(headerSum), sumRank: 2 },
    ...reserved(leastHeaderBytes, sectorBytes),
  ];
}

/** UEFI specification 2.10, table 5-6: an entry. */
export function gptEntryFields(sizeOfPartitionEntry: number): Field[] {
  return [...entryRows.map(fieldOf), ...reserved(leastEntryBytes, sizeOfPartitionEntry)];
}

function fieldOf([name, offsetBytes, lengthBytes, kind, effect]: Row): Field {
  return { name, offsetBytes, lengthBytes, kind, effect };
}

function reserved(startBytes: number, endBytes: number): Field[] {
  if (endBytes <= startBytes) return [];
  return [fieldOf(["Reserved", startBytes, endBytes - startBytes, "bytes", "must be zero"])];
}
