import { expecter, type Difference } from "./difference.js";
import type { FileSystemFacts } from "../facts/facts.js";
import { byPath, type ListedEntry } from "./listed-entry.js";

/** How the files that were found differ from those of the goldens. See compareFacts. */
export function compareManifests(
  place: string,
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
      differences.push({ kind: "content", place, message: `${path} is missing` });
      continue;
    }
    const expect = expecter(place, [entry, ...(rest as ListedEntry[])], other, differences);
    for (const [kind, field] of manifestFields) {
      expect(kind, `${path}: ${field}`, (side) => JSON.stringify([side[field]]));
    }
    const original = before.get(path);
    if (original === undefined) continue;
    const kept = [original, entry, ...(rest as ListedEntry[])];
    const expectKept = expecter(place, kept, other, differences);
    expectKept("detail", `${path}: mtime`, (side) => String(side.modifiedSeconds));
  }
  for (const path of there.keys()) {
    const expected = first?.has(path) === true || others.some((each) => each.has(path));
    if (!expected) differences.push({ kind: "content", place, message: `${path} is unexpected` });
  }
  return differences;
}

const manifestFields = [
  ["content", "type"],
  ["content", "unread"],
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
