import type { ManifestEntry } from "../layout/file-system.js";
import type { DiskFacts, FileSystemFacts, PartitionFacts } from "./facts.js";

/** A difference between what was expected and what was found. */
export interface Difference {
  /** A table field, a content, or a mere detail such as a time stamp. */
  readonly kind: "table" | "content" | "detail";
  readonly message: string;
}

/**
 * How `found` differs from what `goldens` (one or more uninterrupted runs) left. Where two
 * goldens differ from each other, nothing is expected. Of time stamps, only those are expected
 * that golden has kept from `base`: others may come from the clock.
 */
export function compareFacts(
  goldens: readonly DiskFacts[],
  found: DiskFacts,
  base: DiskFacts,
): Difference[] {
  const differences: Difference[] = [];
  const expect = expecter(goldens, found, differences);
  expect("table", "disk label", (facts) => facts.label);
  expect("table", found.label === "gpt" ? "disk GUID" : "disk id", (facts) => facts.diskId);
  expect("table", "disk size", (facts) => String(facts.sizeBytes));
  expect("table", "sector size", (facts) => String(facts.sectorBytes));
  expect("table", "state of the GPT", (facts) => facts.census.state);
  expect("table", "MBR", ({ mbr }) => JSON.stringify(mbr?.problems ?? []));
  for (const slot of [1, 2, 3, 4]) {
    expect("table", `slot ${slot} of the MBR`, ({ mbr }) => mbr?.slots[slot] ?? "empty");
  }
  expect("table", "partition numbers", (facts) => numbersOf(facts).join(" "));
  for (const number of numbersOf(goldens[0] ?? found)) {
    const sides = goldens.map((golden) => partition(golden, number));
    const other = partition(found, number);
    if (other === undefined || sides.includes(undefined)) continue;
    const before = base.partitions.find(({ entry }) => entry.name === sides[0]?.entry.name);
    differences.push(...comparePartition(sides as PartitionFacts[], other, before));
  }
  return differences;
}

/** The same for one partition. */
export function comparePartition(
  goldens: readonly PartitionFacts[],
  found: PartitionFacts,
  base: PartitionFacts | undefined,
): Difference[] {
  const differences: Difference[] = [];
  const expect = expecter(goldens, found, differences);
  const name = `partition ${found.entry.number} (${goldens[0]?.entry.name ?? ""})`;
  expect("table", `${name}: name`, ({ entry }) => entry.name);
  expect("table", `${name}: StartingLBA`, ({ entry }) => String(entry.startingLba));
  expect("table", `${name}: EndingLBA`, ({ entry }) => String(entry.endingLba));
  expect("table", `${name}: type`, ({ entry }) => entry.type);
  expect("table", `${name}: UniquePartitionGUID`, ({ entry }) => entry.guid);
  expect("table", `${name}: Attributes`, ({ entry }) => entry.attributes);
  expect("content", `${name}: SHA-256 of its bytes`, ({ rawSha256 }) => rawSha256 ?? "");
  expect("content", `${name}: file system`, (side) => fileSystemOf(side));
  expect("content", `${name}: label`, ({ fileSystem }) => fileSystem?.label ?? "");
  expect("content", `${name}: file system size`, (side) => String(side.fileSystem?.sizeBytes));
  expect("detail", `${name}: file system id`, ({ fileSystem }) => fileSystem?.id ?? "");
  expect("content", `${name}: readable`, ({ fileSystem }) => fileSystem?.problem ?? "yes");
  const systems = goldens.flatMap(({ fileSystem }) => fileSystem ?? []);
  if (found.fileSystem !== undefined && systems.length === goldens.length) {
    differences.push(...compareManifests(name, systems, found.fileSystem, base?.fileSystem));
  }
  return differences;
}

/** The type of the file system in words. */
function fileSystemOf({ fileSystem, otherType }: PartitionFacts): string {
  return fileSystem?.type ?? otherType ?? "none";
}

function compareManifests(
  name: string,
  goldens: readonly FileSystemFacts[],
  found: FileSystemFacts,
  base: FileSystemFacts | undefined,
): Difference[] {
  const differences: Difference[] = [];
  const [first, ...others] = goldens.map(({ manifest }) => byPath(manifest));
  const there = byPath(found.manifest);
  const before = byPath(base?.manifest ?? []);
  for (const [path, entry] of first ?? []) {
    const rest = others.map((each) => each.get(path));
    if (rest.includes(undefined)) continue;
    const other = there.get(path);
    if (other === undefined) {
      differences.push({ kind: "content", message: `${name}: ${path} is missing` });
      continue;
    }
    const expect = expecter([entry, ...(rest as ListedEntry[])], other, differences);
    for (const [kind, field] of manifestFields) {
      expect(kind, `${name}: ${path}: ${field}`, (side) => JSON.stringify([side[field]]));
    }
    const original = before.get(path);
    if (original === undefined) continue;
    const kept = [original, entry, ...(rest as ListedEntry[])];
    const expectKept = expecter(kept, other, differences);
    expectKept("detail", `${name}: ${path}: mtime`, (side) => String(side.modifiedSeconds));
  }
  for (const path of there.keys()) {
    const expected = first?.has(path) === true || others.some((each) => each.has(path));
    if (!expected) differences.push({ kind: "content", message: `${name}: ${path} is unexpected` });
  }
  return differences;
}

const manifestFields = [
  ["content", "type"],
  ["content", "sizeBytes"],
  ["content", "sha256"],
  ["content", "linkTarget"],
  ["content", "linkedTo"],
  ["content", "mode"],
  ["content", "uid"],
  ["content", "gid"],
  ["content", "attributes"],
  ["content", "xattrs"],
] as const;

/** Pushes a difference where all goldens say one thing and the other side says another. */
function expecter<T>(goldens: readonly T[], found: T, into: Difference[]) {
  return (kind: Difference["kind"], what: string, read: (side: T) => string): void => {
    const [expected, ...others] = goldens.map(read);
    if (expected === undefined || others.some((other) => other !== expected)) return;
    const actual = read(found);
    if (actual === expected) return;
    into.push({ kind, message: `${what}: expected ${expected}, found ${actual}` });
  };
}

function numbersOf(facts: DiskFacts): number[] {
  return facts.partitions.map(({ entry }) => entry.number).sort((a, b) => a - b);
}

function partition(facts: DiskFacts, number: number): PartitionFacts | undefined {
  return facts.partitions.find(({ entry }) => entry.number === number);
}

/** An entry, and the first path of its hard links in place of a number that may change. */
interface ListedEntry extends ManifestEntry {
  readonly linkedTo: string | undefined;
}

function byPath(manifest: readonly ManifestEntry[]): Map<string, ListedEntry> {
  const firstPaths = new Map<number, string>();
  return new Map<string, ListedEntry>(
    manifest.map((entry) => {
      const { path, hardLinkId } = entry;
      if (hardLinkId === undefined) return [path, { ...entry, linkedTo: undefined }];
      const linkedTo = firstPaths.get(hardLinkId) ?? path;
      firstPaths.set(hardLinkId, linkedTo);
      return [path, { ...entry, linkedTo }];
    }),
  );
}
