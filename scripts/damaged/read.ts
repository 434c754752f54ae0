import { slice, type ByteSource } from "../../harness/layout/byte-source.js";
import { diskRegions } from "../../harness/layout/disk-regions.js";
import type { FileSystem, ManifestEntry } from "../../harness/layout/file-system.js";
import { gptCensus } from "../../harness/layout/gpt/census.js";
import { readGpt } from "../../harness/layout/gpt/gpt.js";
import { placeOf, readTable } from "../../harness/layout/partition-table.js";
import { recognise } from "../../harness/layout/recognise.js";
import type { Region } from "../../harness/layout/region.js";
import { DecodeError } from "../../harness/model/errors.js";
import type { DamageKind } from "./images.js";

/** What came of reading: all of it, errors that name a field, or not known as such an image. */
export type Outcome = "read" | "refused" | "unknown";

export interface Reading {
  readonly outcome: Outcome;
  /** The errors that were told, each with its field. */
  readonly told: readonly string[];
}

const fieldPath = /^(gpt|mbr|fat|ext4|squashfs)(\.\w+(\(.*?\))?(\[\d+\])?)+: ./s;

/**
 * Reads all that a case reads of an image: tables, regions, and the manifest of each file system.
 * Throws on anything that is no error with the path of a field, and on results that make no
 * sense: regions that overlap or leave the image, entries out of order.
 */
export function readWhole(kind: DamageKind, source: ByteSource): Reading {
  return kind === "gpt" ? readDisk(source) : readFileSystem(source);
}

function readDisk(source: ByteSource): Reading {
  const reading = readGpt(source);
  gptCensus(reading);
  const copies = [reading.primary, reading.backup];
  const told = copies.flatMap(({ problems }) => problems);
  for (const problem of told)
    expect(fieldPath.test(problem), `a problem without field: ${problem}`);
  for (const { valid, problems } of copies) {
    expect(valid || problems.length > 0, "a copy is not valid, and no problem says why");
  }
  const table = readTable(source);
  for (const entry of table.entries) {
    const { startBytes, sizeBytes } = placeOf(table, entry);
    told.push(...readFileSystem(slice(source, startBytes, sizeBytes)).told);
  }
  const regions = diskRegions(source);
  checkRegions(regions, source.sizeBytes);
  const endBytes = regions.at(-1)?.endBytes ?? 0;
  expect(endBytes === source.sizeBytes, `regions end at ${endBytes} of ${source.sizeBytes}`);
  const isUnknown = copies.every(({ headerState }) => headerState === "no signature");
  return { outcome: isUnknown ? "unknown" : told.length > 0 ? "refused" : "read", told };
}

function readFileSystem(source: ByteSource): Reading {
  const found = recognise(source);
  if (found === undefined) return { outcome: "unknown", told: [] };
  const told = [
    ...toldBy(() => checkRegions(found.regions(), source.sizeBytes)),
    ...toldBy(() => checkManifest(found)),
  ];
  return { outcome: told.length > 0 ? "refused" : "read", told };
}

function toldBy(read: () => void): string[] {
  try {
    read();
    return [];
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown;
    expect(fieldPath.test(thrown.message), `an error without field: ${thrown.message}`);
    return [thrown.message];
  }
}

function checkRegions(regions: readonly Region[], sizeBytes: number): void {
  let at = 0;
  for (const { name, startBytes, endBytes } of regions) {
    const isNext = startBytes === at && endBytes > startBytes && endBytes <= sizeBytes;
    expect(isNext, `region ${name} from ${startBytes} to ${endBytes}, after ${at}`);
    at = endBytes;
  }
}

function checkManifest(found: FileSystem): void {
  const entries = found.manifest();
  expect(entries[0]?.path === "/", "the manifest does not begin with the root");
  let previous: ManifestEntry | undefined;
  for (const entry of entries) {
    expect(previous === undefined || previous.path <= entry.path, `${entry.path} is out of order`);
    expect(Number.isSafeInteger(entry.sizeBytes), `${entry.path} has ${entry.sizeBytes} bytes`);
    const isTold = entry.sha256?.length === 64 || entry.unread !== undefined;
    expect(entry.type !== "file" || isTold, `${entry.path} has no digest, and no word why`);
    previous = entry;
  }
}

function expect(holds: boolean, problem: string): void {
  if (!holds) throw new Error(problem);
}
