import { statSync, type Stats } from "node:fs";
import { openFileSource, type ByteSource } from "../../layout/byte-source.js";
import { partitionsOf } from "../../layout/gpt/gpt.js";
import { gptCensus } from "../../layout/gpt/census.js";
import { otherFormat } from "../../layout/other-formats.js";
import { readTable } from "../../layout/partition-table.js";
import { recognise } from "../../layout/recognise.js";
import { skipHoles } from "../../layout/sparse-source.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { dataExtents } from "../../target/data-extents.js";
import { printable } from "../../report/printable.js";
import { describePart } from "./disk-content.js";
import { describeDosLabel } from "./disk-mbr.js";
import { censusText, copiesTable, describeEntry, partitionsTable } from "./disk-tables.js";
import { describeSize } from "./disk-text.js";

/** Prints what stands on an image file, whole disk or bare file system. Returns the exit code. */
export async function diskCommand(path: string): Promise<number> {
  console.log(await describeDisk(path));
  return exitCodes.held;
}

/**
 * Everything that `disk` prints of an image file. Throws UsageError when there is no such file, or
 * neither a partition table nor a file system in it. Damage is no error: it is what the command is
 * for.
 */
export async function describeDisk(path: string): Promise<string> {
  refuseUnreadable(path);
  const file = openFileSource(path);
  try {
    const source = skipHoles(file, await dataExtents(path, file.sizeBytes));
    return describeSource(path, source);
  } finally {
    file.close();
  }
}

function describeSource(path: string, source: ByteSource): string {
  const { label, gpt: reading, dos } = readTable(source);
  const census = gptCensus(reading);
  const whole = recognise(source);
  const head = `${printable(path)}: ${describeSize(source.sizeBytes)}`;
  if (dos !== undefined) return [head, ...describeDosLabel(source, dos)].join("\n");
  if (label === "none") {
    if (whole === undefined && otherFormat(source) === undefined) throw notADisk(path, source);
    const one = whole === undefined ? "of one format" : "one file system";
    const what = `No GPT: the whole image is ${one}.`;
    return [head, what, ...describePart(source, whole)].join("\n");
  }
  const { sectorBytes } = reading;
  const entries = partitionsOf(reading).toSorted((a, b) => a.startingLba - b.startingLba);
  const parts = entries.flatMap((entry) => ["", ...describeEntry(source, entry, sectorBytes)]);
  return [
    `${head}, sectors of ${sectorBytes} bytes`,
    ...censusText(reading, census),
    "",
    copiesTable(reading),
    "",
    partitionsTable(reading, entries),
    ...parts,
    ...(whole === undefined
      ? []
      : ["", "Besides, the whole image is one file system:", ...describePart(source, whole)]),
  ].join("\n");
}

function refuseUnreadable(path: string): void {
  const stat = statOf(path);
  if (stat.isDirectory()) throw new UsageError(`${path} is a directory, expected a disk image`);
  if (!stat.isFile()) {
    throw new UsageError(`${path} is not a regular file: copy the device into an image file first`);
  }
  if (stat.size === 0) throw new UsageError(`${path} is empty, expected a disk image`);
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new UsageError(`no such file: ${path}`, { cause });
  }
}

function notADisk(path: string, source: ByteSource): UsageError {
  const last = (sectorBytes: number) =>
    (Math.floor(source.sizeBytes / sectorBytes) - 1) * sectorBytes;
  const places = [512, 4096, last(4096), last(512)].filter((at) => at > 0);
  return new UsageError(
    `${path} is not a GPT disk: no signature "EFI PART" at byte ` +
      `${[...new Set(places)].join(", ")}; it has no DOS label either, and no file system that ` +
      `is known begins at byte 0`,
  );
}
