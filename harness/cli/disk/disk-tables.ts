import { slice, type ByteSource } from "../../layout/byte-source.js";
import type { GptCensus } from "../../layout/gpt/census.js";
import type { GptCopy, GptEntry, GptHeader, GptReading } from "../../layout/gpt/types.js";
import { recognise } from "../../layout/recognise.js";
import { formatTable } from "../../report/tables/table.js";
import { describePart } from "./disk-content.js";
import { printable } from "../../report/printable.js";
import { mebibytes } from "./disk-text.js";
import { typeName } from "./partition-types.js";

/** The fields of both headers by the names of the UEFI specification, and what their CRCs say. */
export function copiesTable({ primary, backup }: GptReading): string {
  const row = (name: string, cell: (copy: GptCopy) => string) => [
    name,
    cell(primary),
    cell(backup),
  ];
  const field = (name: string, value: (header: GptHeader) => number | string) =>
    row(name, ({ header }) => (header === undefined ? "-" : String(value(header))));
  return formatTable(
    [{ heading: "header" }, { heading: "primary" }, { heading: "backup" }],
    [
      row("looked for at LBA", ({ lba }) => String(lba)),
      row("header", ({ headerState }) => headerState),
      row("header CRC", headerCrc),
      row("entries CRC", entriesCrc),
      field("Revision", ({ revision }) => hex(revision)),
      field("HeaderSize", ({ headerSizeBytes }) => headerSizeBytes),
      field("HeaderCRC32", ({ headerCrc32 }) => hex(headerCrc32)),
      field("MyLBA", ({ myLba }) => myLba),
      field("AlternateLBA", ({ alternateLba }) => alternateLba),
      field("FirstUsableLBA", ({ firstUsableLba }) => firstUsableLba),
      field("LastUsableLBA", ({ lastUsableLba }) => lastUsableLba),
      field("DiskGUID", ({ diskGuid }) => diskGuid),
      field("PartitionEntryLBA", ({ partitionEntryLba }) => partitionEntryLba),
      field("NumberOfPartitionEntries", (header) => header.numberOfPartitionEntries),
      field("SizeOfPartitionEntry", ({ sizeOfPartitionEntry }) => sizeOfPartitionEntry),
      field("PartitionEntryArrayCRC32", (header) => hex(header.partitionEntryArrayCrc32)),
    ],
  );
}

/** The state of the table in one word, the protective MBR, and everything that is wrong. */
export function censusText(reading: GptReading, census: GptCensus): string[] {
  const { protectiveMbr, primary, backup } = reading;
  const pairs = census.entriesOverlap.map(([one, other]) => `${one} and ${other}`);
  const problems = [
    ...primary.problems,
    ...backup.problems,
    ...(census.entriesInsideDisk ? [] : ["a partition lies outside the usable range"]),
    ...(pairs.length === 0 ? [] : [`partitions overlap: ${pairs.join(", ")}`]),
  ];
  return [
    `protective MBR: ${protectiveMbr.problem ?? "valid"}`,
    `GPT: ${census.state}`,
    ...problems.map((problem) => `  problem: ${printable(problem)}`),
  ];
}

/** The partitions, sorted by place, with the free space between them. */
export function partitionsTable(
  { primary, backup, sectorBytes }: GptReading,
  entries: readonly GptEntry[],
): string {
  const header = (primary.valid ? primary : backup).header;
  if (!primary.valid && !backup.valid) return "Neither copy is valid: no partitions are believed.";
  const row = (first: number, last: number, cells: readonly [string, string, string]) => {
    const [number, type, name] = cells;
    const size = mebibytes((last - first + 1) * sectorBytes).replace(" MiB", "");
    return [number, String(first), String(last), size, type, name];
  };
  const rows: string[][] = [];
  let nextFree = header?.firstUsableLba ?? 0;
  for (const { number, startingLba, endingLba, typeGuid, name } of entries) {
    if (startingLba > nextFree) rows.push(row(nextFree, startingLba - 1, ["", "(free)", ""]));
    const cells = [String(number), typeName(typeGuid), printable(name)] as const;
    rows.push(row(startingLba, endingLba, cells));
    nextFree = Math.max(nextFree, endingLba + 1);
  }
  const lastUsable = header?.lastUsableLba ?? 0;
  if (nextFree <= lastUsable) rows.push(row(nextFree, lastUsable, ["", "(free)", ""]));
  return formatTable(
    [
      ...["no", "StartingLBA", "EndingLBA", "MiB"].map((heading) => ({ heading, numeric: true })),
      { heading: "type" },
      { heading: "name" },
    ],
    rows,
  );
}

/** Everything about one partition that does not fit into a row of the table. */
export function describeEntry(disk: ByteSource, entry: GptEntry, sectorBytes: number): string[] {
  const { number, name, guid, typeGuid, attributes, startingLba, endingLba } = entry;
  const sizeBytes = (endingLba - startingLba + 1) * sectorBytes;
  const partition = slice(disk, startingLba * sectorBytes, sizeBytes);
  const missingBytes = sizeBytes - partition.sizeBytes;
  return [
    `partition ${number} "${printable(name)}"`,
    `  type         ${typeGuid} (${typeName(typeGuid)})`,
    `  GUID         ${guid}`,
    `  attributes   ${attributes}`,
    ...(missingBytes > 0 ? [`  beyond the end of the disk: its last ${missingBytes} bytes`] : []),
    ...describePart(partition, recognise(partition)),
  ];
}

function headerCrc({ headerState }: GptCopy): string {
  if (headerState === "no signature") return "not checked";
  return headerState === "bad header CRC" ? "wrong" : "valid";
}

function entriesCrc({ entriesState }: GptCopy): string {
  if (entriesState === "unreadable") return "can't be checked";
  return entriesState === "bad entries CRC" ? "wrong" : "valid";
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
