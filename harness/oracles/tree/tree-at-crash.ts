import { shownPath } from "../../model/tree/raw-path.js";
import type { TreeDifference, TreeDifferences } from "../../model/tree/tree-entry.js";
import type { Fault, FindingClass } from "../../model/verdict.js";
import { againstGolden, mismatchText, type Mismatch } from "./against-golden.js";
import { fieldsBetween, fieldText } from "./compare-entries.js";
import type { TreeExpected } from "./tree-expected.js";
import { placeOf } from "./tree-faults.js";
import type { Touched } from "./touched.js";

/** What must hold at each crash. Raw paths of files or folders. */
export interface TreeHolds {
  /** As before, or as after an uninterrupted run. */
  readonly always: readonly string[];
  /** Groups of which at least one is. */
  readonly oneOf: readonly (readonly string[])[];
  /** As before. */
  readonly bystanders: readonly string[];
}

/** Judges a tree that a crash has left, before anything has repaired it. */
export function checkTreeAtCrash(
  expected: TreeExpected,
  holds: TreeHolds,
  touched: Touched,
  now: TreeDifferences,
): Fault[] {
  const mismatches = againstGolden(expected, now);
  const whyBroken = (path: string) => brokenAt(path, now, mismatches);
  const broken = holds.always.flatMap((path) => {
    const why = whyBroken(path);
    if (why === undefined) return [];
    return [fault("whole at the crash", "unbootable at the crash", placeOf(path), why)];
  });
  const groups = holds.oneOf.flatMap((group) => {
    const whys = group.map(whyBroken);
    if (whys.some((why) => why === undefined)) return [];
    const each = group.map((path, index) => `${placeOf(path)}: ${whys[index] ?? ""}`);
    const place = group.map(placeOf).join(" or ");
    const message = `none is whole: ${each.join("; ")}`;
    return [fault("one of several", "unbootable at the crash", place, message)];
  });
  return [...broken, ...groups, ...bystandersTouched(holds.bystanders, touched, now)];
}

/**
 * What has changed of what no run has touched, and of what the scenario names. `touched` knows what
 * uninterrupted runs do.
 */
export function bystandersTouched(
  bystanders: readonly string[],
  touched: Touched,
  now: TreeDifferences,
): Fault[] {
  const isNamed = (path: string) => bystanders.some((each) => isIn(path, each));
  return [...now].flatMap(([path, difference]) => {
    const { before } = difference;
    const isLeftAlone = before !== undefined && !touched.has(path, before.ino);
    if (!isLeftAlone && !isNamed(path)) return [];
    return [fault("bystanders", "bystander touched", placeOf(path), changeText(difference))];
  });
}

/** Why a file or a folder is neither as before nor as after; undefined where it is. */
function brokenAt(
  path: string,
  now: TreeDifferences,
  mismatches: readonly Mismatch[],
): string | undefined {
  const changed = [...now.keys()].some((each) => isIn(each, path));
  const [first, ...more] = mismatches.filter((each) => isIn(each.path, path));
  if (!changed || first === undefined) return undefined;
  const where = first.path === path ? "" : `${shownPath(first.path)}: `;
  const count = more.length === 0 ? "" : `, and ${more.length} more`;
  const what = `${where}${mismatchText(first)}${count}`;
  return `neither as before nor as an uninterrupted run leaves it: ${what}`;
}

function changeText({ before, now }: TreeDifference): string {
  if (before === undefined) return "expected nothing, as before; found something new";
  if (now === undefined) return "expected it as before, found it gone";
  const [field = "type"] = fieldsBetween(before, now);
  const [was, is] = [fieldText(before, field), fieldText(now, field)];
  return `expected it as before (${was}), found ${was === is ? "other ones" : is}`;
}

/** Whether a path is a file or folder, or in it. */
export function isIn(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

function fault(checker: string, className: FindingClass, place: string, message: string): Fault {
  return { checker, class: className, place, message };
}
