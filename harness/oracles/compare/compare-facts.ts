import { expecter, type Difference } from "./difference.js";
import { compareManifests } from "./compare-manifests.js";
import type { DiskFacts, PartitionFacts } from "../facts/facts.js";
import { contentType } from "../facts/partition-content.js";
import { answersTo } from "../facts/partition-names.js";

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
  const expect = expecter("table", goldens, found, differences);
  expect("table", "disk label", (facts) => facts.label);
  expect("table", found.label === "gpt" ? "disk GUID" : "disk id", (facts) => facts.diskId);
  // How long the file of a guest's disk is, or of a database, is no affair of its user's.
  if (!goldens.some(isContainer)) expect("table", "disk size", (facts) => String(facts.sizeBytes));
  expect("table", "sector size", (facts) => String(facts.sectorBytes));
  expect("table", "state of the GPT", (facts) => facts.census.state);
  expect("table", "MBR", ({ mbr }) => JSON.stringify(mbr?.problems ?? []));
  for (const slot of slotsOfNoPartition([...goldens, found])) {
    expect("table", `slot ${slot} of the MBR`, ({ mbr }) => mbr?.slots[slot] ?? "empty");
  }
  expect("table", "partition numbers", (facts) => numbersOf(facts).join(" "));
  for (const number of numbersOf(goldens[0] ?? found)) {
    const sides = goldens.map((golden) => partition(golden, number));
    const other = partition(found, number);
    if (other === undefined || sides.includes(undefined)) continue;
    const name = sides[0]?.entry.name ?? "";
    const before = base.partitions.find((each) => answersTo(each, name));
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
  const expect = expecter(placeOf(goldens[0] ?? found), goldens, found, differences);
  expect("table", "name", ({ tableName }) => tableName);
  // A disk that is not divided begins and ends with itself.
  if (found.entry.number !== 0) {
    expect("table", "StartingLBA", ({ entry }) => String(entry.startingLba));
    expect("table", "EndingLBA", ({ entry }) => String(entry.endingLba));
  }
  expect("table", "type", ({ entry }) => entry.type);
  expect("table", "UniquePartitionGUID", ({ entry }) => entry.guid);
  expect("table", "Attributes", ({ entry }) => entry.attributes);
  expect("bytes", "SHA-256 of its bytes", ({ rawSha256 }) => rawSha256 ?? "");
  expect("content", "file system", (side) => contentType(side) ?? "none");
  expect("content", "label", ({ fileSystem }) => fileSystem?.label ?? "");
  expect("content", "file system size", (side) => String(side.fileSystem?.sizeBytes));
  expect("detail", "file system id", ({ fileSystem }) => fileSystem?.id ?? "");
  expect("content", "readable", ({ fileSystem }) => fileSystem?.problem ?? "yes");
  const systems = goldens.flatMap(({ fileSystem }) => fileSystem ?? []);
  if (found.fileSystem !== undefined && systems.length === goldens.length) {
    differences.push(
      ...compareManifests(
        placeOf(goldens[0] ?? found),
        systems,
        found.fileSystem,
        base?.fileSystem,
      ),
    );
  }
  return differences;
}

/** A format whose own tools have read it, and no disk at all. */
function isContainer({ label, partitions: [whole] }: DiskFacts): boolean {
  return label === "none" && whole?.otherType !== undefined && whole.fileSystem !== undefined;
}

/** What findings call a partition. */
export function placeOf({ entry }: PartitionFacts): string {
  return entry.name;
}

function numbersOf(facts: DiskFacts): number[] {
  return facts.partitions.map(({ entry }) => entry.number).sort((a, b) => a - b);
}

function partition(facts: DiskFacts, number: number): PartitionFacts | undefined {
  return facts.partitions.find(({ entry }) => entry.number === number);
}

/** Slots of the MBR that hold an extended partition or nothing, on every one of some disks. */
function slotsOfNoPartition(disks: readonly DiskFacts[]): number[] {
  const used = new Set(disks.flatMap(numbersOf));
  return [1, 2, 3, 4].filter((slot) => !used.has(slot));
}
