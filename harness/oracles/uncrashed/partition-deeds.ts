import { formatExpectation, nameToSay } from "../../model/expectation.js";
import type { FindingClass, UncrashedFault } from "../../model/verdict.js";
import type { PartitionFacts } from "../facts/facts.js";
import { contentType } from "../facts/partition-content.js";
import { contentDeed, type WipedBytes } from "./content-deeds.js";
import type { ExpectedLosses } from "./expected-losses.js";
import type { Matched } from "./match-partitions.js";
import { bytesText } from "./bytes-text.js";

/** What a run did to one place of a disk, and what of it was not meant. */
export interface Deed {
  readonly place: string;
  /** What it did, a line each. */
  readonly lines: readonly string[];
  readonly faults: readonly UncrashedFault[];
}

/** The disks that a partition stands on, before the run and after it. */
export interface DiskSizes {
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

/** What became of one partition; no lines where nothing did. */
export function partitionDeed(
  { before, after }: Matched,
  sizes: DiskSizes,
  expected: ExpectedLosses,
  wipedBytes: WipedBytes,
): Deed {
  if (before === undefined) {
    const { entry, sizeBytes } = after;
    return { place: entry.name, lines: [`is new, ${bytesText(sizeBytes)}`], faults: [] };
  }
  const place = before.entry.name;
  const names = [nameToSay(before.entry)];
  const fault = (name: FindingClass, message: string, expects: readonly string[]) => {
    return { checker: "content", class: name, place, message, expects };
  };
  if (after === undefined) {
    const message = `the partition is gone (${holdsText(before)})`;
    const goes = [formatExpectation({ kind: "gone", names })];
    const faults = expected.partitionGoes(before) ? [] : [fault("silently lost", message, goes)];
    return { place, lines: [message], faults };
  }
  const isCut = endOf(after) > sizes.afterBytes && endOf(before) <= sizes.beforeBytes;
  const beyondBytes = bytesText(endOf(after) - sizes.afterBytes);
  const beyond = `${beyondBytes} of it lie beyond the end of the disk`;
  const content = contentDeed(before, after, expected, wipedBytes);
  const mayChange = expected.contentChanges(before);
  return {
    place,
    lines: [...tableLines(before, after), ...(isCut ? [beyond] : []), ...content.lines],
    faults: [
      ...(isCut && !mayChange
        ? [fault("silently lost", beyond, [formatExpectation({ kind: "changed", names })])]
        : []),
      ...content.lost.map((message) => fault("silently lost", message, content.expects)),
      ...content.unreadable.map((message) => fault("unreadable", message, content.expects)),
      ...content.trifles.map((message) => fault("diverged", message, content.expects)),
    ],
  };
}

function endOf({ startBytes, sizeBytes }: PartitionFacts): number {
  return startBytes + sizeBytes;
}

function holdsText(partition: PartitionFacts): string {
  const kind = contentType(partition) ?? "no file system";
  const { fileSystem } = partition;
  return fileSystem === undefined
    ? kind
    : `${kind} with ${fileSystem.manifest.length} files and folders`;
}

/** What its table says of it now, and said before. */
function tableLines(before: PartitionFacts, after: PartitionFacts): string[] {
  const fields: readonly [string, (side: PartitionFacts) => string | number][] = [
    ["number", ({ entry }) => entry.number],
    ["name", ({ tableName }) => tableName],
    ["type", ({ entry }) => entry.type],
    ["UniquePartitionGUID", ({ entry }) => entry.guid],
    ["Attributes", ({ entry }) => entry.attributes],
  ];
  const other = fields
    .filter(([, read]) => read(before) !== read(after))
    .map(([what, read]) => `${what} ${read(before) || "none"} became ${read(after) || "none"}`);
  const moved = `moved from byte ${before.startBytes} to ${after.startBytes}`;
  const sizes = [before, after].map(({ sizeBytes }) => bytesText(sizeBytes));
  return [
    ...(before.startBytes === after.startBytes ? [] : [moved]),
    ...(before.sizeBytes === after.sizeBytes ? [] : [`resized from ${sizes.join(" to ")}`]),
    ...other,
  ];
}
