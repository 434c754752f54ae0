import { formatExpectation, isSayable, nameToSay } from "../../model/expectation.js";
import type { FileSystemFacts, PartitionFacts } from "../facts/facts.js";
import { contentType } from "../facts/partition-content.js";
import { bytesText } from "./bytes-text.js";
import type { ExpectedLosses } from "./expected-losses.js";
import { fileChanges, fileLines, type FileChanges } from "./file-changes.js";

/** What a run did to the content of a partition, and what of it was not meant, in words. */
export interface ContentDeed {
  readonly lines: readonly string[];
  readonly lost: readonly string[];
  /** What is other, and nobody would miss. */
  readonly trifles: readonly string[];
  /** Where all was to be kept, and nobody can tell whether it is there. */
  readonly unreadable: readonly string[];
  /** What to say, as `expects` takes it, where all of that was meant. */
  readonly expects: readonly string[];
}

/** How much of what held something in a partition without a file system is zeros now. */
export type WipedBytes = (before: PartitionFacts, after: PartitionFacts) => number;

/** Less than this may be a note, or a free list of its own. */
const wipedAtLeastBytes = 64 * 1024;

/** Holds the content of a partition after a run against that before it. */
export function contentDeed(
  before: PartitionFacts,
  after: PartitionFacts,
  expected: ExpectedLosses,
  wipedBytes: WipedBytes,
): ContentDeed {
  const [old, now] = [before.fileSystem, after.fileSystem];
  if (old === undefined || old.problem !== undefined) {
    return rawDeed(before, after, expected, wipedBytes);
  }
  if (now === undefined) {
    const what = `its ${old.type} is gone, with ${old.manifest.length} files and folders`;
    const isKnown = after.otherType !== undefined || wipedBytes(before, after) > 0;
    return isKnown ? allOf([what], before, expected) : unknown([what], before, expected);
  }
  if (now.problem !== undefined) {
    const what = `its ${now.type} can't be read: ${now.problem}`;
    return unknown([what], before, expected);
  }
  const kinds = old.type === now.type ? [] : [`its ${old.type} became ${now.type}`];
  const changes = fileChanges(old, now);
  const unmeant = {
    ...changes,
    gone: changes.gone.filter((path) => !expected.fileGoes(path)),
    broken: changes.broken.filter((path) => !expected.fileChanges(path)),
    changed: changes.changed.filter((path) => !expected.fileChanges(path)),
    altered: changes.altered.filter(({ path }) => !expected.fileChanges(path)),
    added: [],
  };
  const lines = [...kinds, ...volumeLines(old, now), ...fileLines(changes)];
  if (expected.contentChanges(before)) return harmless(lines);
  // All that are altered are told in one line: with one that is missed, all are.
  const isTrifle = unmeant.altered.every((each) => each.isTrifle);
  return {
    ...harmless(lines),
    lost: fileLines(isTrifle ? { ...unmeant, altered: [] } : unmeant),
    trifles: isTrifle ? fileLines({ ...unmeant, gone: [], broken: [], changed: [] }) : [],
    expects: filesToSay(before, unmeant),
  };
}

function allOf(what: string[], before: PartitionFacts, expected: ExpectedLosses): ContentDeed {
  if (expected.contentChanges(before)) return harmless(what);
  return { ...harmless(what), lost: what, expects: [contentToSay(before)] };
}

function unknown(what: string[], before: PartitionFacts, expected: ExpectedLosses): ContentDeed {
  if (expected.contentChanges(before)) return harmless(what);
  return { ...harmless(what), unreadable: what, expects: [contentToSay(before)] };
}

function harmless(lines: string[]): ContentDeed {
  return { lines, lost: [], trifles: [], unreadable: [], expects: [] };
}

/** More files than these are not named one by one. */
const mostNamed = 3;

/** A few files by their names; of more, that the partition changes. */
function filesToSay(
  before: PartitionFacts,
  { gone, broken, changed, altered }: FileChanges,
): string[] {
  const others = [...broken, ...changed, ...altered.map(({ path }) => path)];
  const all = [...gone, ...others];
  if (all.length > mostNamed || !all.every(isSayable)) return [contentToSay(before)];
  const kinds = [
    { kind: "gone", names: gone },
    { kind: "changed", names: others },
  ] as const;
  return kinds.filter(({ names }) => names.length > 0).map(formatExpectation);
}

function contentToSay({ entry }: PartitionFacts): string {
  return formatExpectation({ kind: "changed", names: [nameToSay(entry)] });
}

/** Of bytes that nobody reads, only that they were wiped is known to be a loss. */
function rawDeed(
  before: PartitionFacts,
  after: PartitionFacts,
  expected: ExpectedLosses,
  wipedBytes: WipedBytes,
): ContentDeed {
  const { problem } = before.fileSystem ?? {};
  if (problem !== undefined && after.fileSystem?.problem === undefined && after.fileSystem) {
    return harmless([`its ${kindOf(after)}, which could not be read, can be read`]);
  }
  const [was, is] = [kindOf(before), kindOf(after)];
  if (is !== was) {
    const lines = [`${was} became ${is}`];
    return before.otherType === undefined ? harmless(lines) : allOf(lines, before, expected);
  }
  if (before.rawSha256 === after.rawSha256) return harmless([]);
  const wiped = after.fileSystem === undefined ? wipedBytes(before, after) : 0;
  if (wiped < wipedAtLeastBytes) {
    return harmless(["its bytes are other ones, content not read"]);
  }
  return allOf([`${bytesText(wiped)} that held something are zeros`], before, expected);
}

function kindOf(partition: PartitionFacts): string {
  return contentType(partition) ?? "no file system";
}

function volumeLines(old: FileSystemFacts, now: FileSystemFacts): string[] {
  const fields = [
    ["label", old.label, now.label],
    ["id", old.id, now.id],
    ["file system size", String(old.sizeBytes), String(now.sizeBytes)],
  ] as const;
  return fields
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => `${what} ${before || "none"} became ${after || "none"}`);
}
