import { slice, type ByteSource } from "../../layout/byte-source.js";
import {
  dosPartitions,
  dosSectorBytes,
  typeText,
  type DosLabel,
} from "../../layout/mbr/dos-label.js";
import { extendedTypes } from "../../layout/mbr/extended.js";
import type { MbrEntry } from "../../layout/mbr/slots.js";
import { recognise } from "../../layout/recognise.js";
import { formatTable } from "../../report/tables/table.js";
import { describePart } from "./disk-content.js";
import { printable } from "../../report/printable.js";
import { mebibytes } from "./disk-text.js";
import { dosTypeName } from "./partition-types.js";

/** Everything about a disk with a DOS label: its table, and what each partition holds. */
export function describeDosLabel(disk: ByteSource, dos: DosLabel): string[] {
  const inOrder = (one: MbrEntry, other: MbrEntry) => one.startLba - other.startLba;
  const parts = [...dosPartitions(dos)].sort(inOrder);
  return [
    `MBR: DOS label, id ${dos.diskId}, sectors of ${dosSectorBytes} bytes`,
    ...dos.problems.map((problem) => `  problem: ${printable(problem)}`),
    "",
    slotsTable([...dos.slots, ...dos.logical].sort(inOrder)),
    ...parts.flatMap((entry) => ["", ...describeSlot(disk, entry)]),
  ];
}

function slotsTable(entries: readonly MbrEntry[]): string {
  return formatTable(
    [
      ...["no", "start LBA", "end LBA", "MiB"].map((heading) => ({ heading, numeric: true })),
      { heading: "type" },
      { heading: "boot" },
    ],
    entries.map(({ number, startLba, sectorCount, type, bootable }) => [
      String(number),
      String(startLba),
      String(startLba + sectorCount - 1),
      mebibytes(sectorCount * dosSectorBytes).replace(" MiB", ""),
      `${typeText(type)} ${extendedTypes.has(type) ? "extended" : dosTypeName(type)}`,
      bootable ? "active" : "",
    ]),
  );
}

function describeSlot(disk: ByteSource, entry: MbrEntry): string[] {
  const sizeBytes = entry.sectorCount * dosSectorBytes;
  const partition = slice(disk, entry.startLba * dosSectorBytes, sizeBytes);
  const missingBytes = sizeBytes - partition.sizeBytes;
  return [
    `partition ${entry.number}`,
    ...(missingBytes > 0 ? [`  beyond the end of the disk: its last ${missingBytes} bytes`] : []),
    ...describePart(partition, recognise(partition)),
  ];
}
