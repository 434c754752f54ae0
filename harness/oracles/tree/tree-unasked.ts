import { rawPath } from "../../model/tree/raw-path.js";
import type { Expectation } from "../../model/expectation.js";
import type { TreeDifferences } from "../../model/tree/tree-entry.js";
import type { UncrashedFault } from "../../model/verdict.js";
import { isIn } from "./tree-at-crash.js";
import { placeOf } from "./tree-faults.js";
import { remainsOf } from "./tree-losses.js";

/** What its user has said of what becomes of a tree. */
export interface MeantForTree {
  readonly expects: readonly Expectation[];
  /** Raw paths of what is the same at the end as before. */
  readonly keeps: readonly string[];
}

/**
 * Content of before that an uninterrupted run leaves nowhere, though it was to stay. Programs
 * replace and remove files all the time, so that nothing is claimed where nobody has said what is
 * meant to go or to change; but what is to be kept, must be kept.
 */
export function unaskedLosses(now: TreeDifferences, meant: MeantForTree): UncrashedFault[] {
  const { expects, keeps } = meant;
  const remains = remainsOf(now, () => false);
  const isAsked = expects.length > 0;
  return [...now].flatMap(([path, { before, now: after }]) => {
    if (before?.type !== "file" || before.sizeBytes === 0) return [];
    if (before.sha256 === undefined || after?.sha256 === before.sha256) return [];
    if (remains.contents.has(before.sha256)) return [];
    const isKept = keeps.some((each) => isIn(path, each));
    if (!isKept && (!isAsked || isMeant(path, after === undefined, expects))) return [];
    const place = placeOf(path);
    const what = after === undefined ? "gone" : "other content";
    const message = `${what}: its ${before.sizeBytes} bytes of before are nowhere`;
    const expected = [`${after === undefined ? "gone" : "changed"}: /${place}`];
    return [{ checker: "content", class: "silently lost", place, message, expects: expected }];
  });
}

function isMeant(path: string, isGone: boolean, expects: readonly Expectation[]): boolean {
  return expects.some((each) => {
    if (each.kind === "wipe") return true;
    if (isGone && each.kind === "changed") return false;
    return each.names.some((name) => isIn(path, pathIn(name)));
  });
}

/** As a person writes a path of the tree: `/a/b`, `a/b`, `a/b/`. */
export function pathIn(name: string): string {
  return rawPath(name.replace(/^\.?\/+/, "").replace(/\/+$/, ""));
}
