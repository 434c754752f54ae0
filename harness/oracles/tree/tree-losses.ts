import type { TreeDifferences, TreeEntry } from "../../model/tree/tree-entry.js";
import type { Mismatch } from "./against-golden.js";

/** What else of a tree a loss is told by. */
export interface Remains {
  /** Digests of all content under names that are not as before. */
  readonly contents: ReadonlySet<string>;
  /** Whether a file has only zeros in it. */
  readonly isZeros: (path: string) => boolean;
}

/** What is still there somewhere in a tree. */
export function remainsOf(now: TreeDifferences, isZeros: Remains["isZeros"]): Remains {
  const contents = [...now.values()].flatMap((each) => each.now?.sha256 ?? []);
  return { contents: new Set(contents), isZeros };
}

/**
 * Whether content that was to be kept, or to be followed by other content, is nowhere. A file with
 * neither its old content nor its new one has lost something where it is shorter than both, or
 * nothing but zeros; else it is just not what it should be.
 */
export function isLoss(mismatch: Mismatch, remains: Remains): boolean {
  const { kind, before, after, now, isBystander } = mismatch;
  if (before === undefined || after === undefined || !holdsContent(before)) return false;
  const isElsewhere = [before, after].some(
    ({ sha256 }) => sha256 !== undefined && remains.contents.has(sha256),
  );
  if (isElsewhere) return false;
  if (kind === "gone") return true;
  if (kind !== "other" || now === undefined) return false;
  if (isBystander || now.type !== before.type) return true;
  const shortest = Math.min(before.sizeBytes, after.sizeBytes);
  return now.sizeBytes < shortest || (now.sizeBytes > 0 && remains.isZeros(mismatch.path));
}

function holdsContent({ type, sizeBytes }: TreeEntry): boolean {
  return type === "link" || (type === "file" && sizeBytes > 0);
}
