import type { DiskFacts } from "../facts/facts.js";

/**
 * What partitions have lost though they are there under their names: type, unique GUID, attributes,
 * the file system's label, and, where one has not moved, its number. `kept` are names; `numbered`
 * are those that keep their numbers though they move. One a partition.
 */
export function identityLost(
  base: DiskFacts,
  now: DiskFacts,
  kept: ReadonlySet<string>,
  numbered: ReadonlySet<string> = new Set(),
): { readonly place: string; readonly message: string }[] {
  return base.partitions.flatMap((before) => {
    const { entry } = before;
    const after = now.partitions.find((each) => each.entry.name === entry.name);
    if (!kept.has(entry.name) || after === undefined) return [];
    const pairs: [string, string | number, string | number][] = [
      ["type", entry.type, after.entry.type],
      ["UniquePartitionGUID", entry.guid, after.entry.guid],
      ["Attributes", entry.attributes, after.entry.attributes],
      ["label", before.fileSystem?.label ?? "", after.fileSystem?.label ?? ""],
    ];
    if (before.startBytes === after.startBytes || numbered.has(entry.name)) {
      pairs.push(["number", entry.number, after.entry.number]);
    }
    const lost = pairs.filter(([, expected, found]) => expected !== found);
    if (lost.length === 0) return [];
    const words = lost.map(([what, expected, found]) => `${what} ${expected}, found ${found}`);
    return [{ place: entry.name, message: `expected ${words.join("; ")}` }];
  });
}
