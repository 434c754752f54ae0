import { groupBy } from "../../model/count-by.js";
import { shownPath } from "../../model/tree/raw-path.js";
import type { Fault, FindingClass } from "../../model/verdict.js";
import { mismatchText, type Mismatch } from "./against-golden.js";
import { nameOf, parentOf } from "./varying-names.js";

/** An entry that is not as it should be, and what that is. */
export interface Classed {
  readonly mismatch: Mismatch;
  readonly class: FindingClass;
}

/** More names than this of one folder that are wrong in one way are told together. */
const mostAlike = 3;

/**
 * One fault an entry; of a folder that is wrong with all that is in it, one; and one of many alike
 * in one folder.
 */
export function treeFaults(classed: readonly Classed[]): Fault[] {
  const wayOf = ({ mismatch: { kind }, class: name }: Classed) => `${kind} ${name}`;
  const ways = new Map(classed.map((each) => [each.mismatch.path, wayOf(each)]));
  const topOf = (each: Classed): string => {
    let { path } = each.mismatch;
    while (path !== "" && ways.get(parentOf(path)) === wayOf(each)) path = parentOf(path);
    return path;
  };
  const tops = groupBy(classed, (each) => `${wayOf(each)} ${topOf(each)}`);
  const whole = [...tops.values()].map((each) => ({ ...heldBy(each), count: each.length - 1 }));
  const alike = groupBy(whole, (each) => `${wayOf(each)} ${parentOf(each.mismatch.path)}`);
  return [...alike.values()].flatMap((group) =>
    group.length > mostAlike ? [faultOfMany(group)] : group.map(faultOfOne),
  );
}

interface Counted extends Classed {
  /** Names in it that are wrong in the same way. */
  readonly count: number;
}

/** The entry that holds the others: the first, as paths sort. */
function heldBy(classed: readonly Classed[]): Classed {
  const [first, ...more] = classed;
  if (first === undefined) throw new Error("a group with nothing in it");
  return more.reduce((top, each) => (each.mismatch.path < top.mismatch.path ? each : top), first);
}

function faultOfOne({ mismatch, class: name, count }: Counted): Fault {
  const within = count === 0 ? "" : `, with ${count} ${count === 1 ? "name" : "names"} in it`;
  return fault(name, placeOf(mismatch.path), `${mismatchText(mismatch)}${within}`);
}

function faultOfMany(group: readonly Counted[]): Fault {
  const [first] = group;
  if (first === undefined) throw new Error("a group with nothing in it");
  const names = group.map(({ mismatch }) => shownPath(nameOf(mismatch.path)));
  const listed = `${names.slice(0, mostAlike).join(", ")} and ${names.length - mostAlike} more`;
  const message = `${names.length} names: ${listed}. The first: ${mismatchText(first.mismatch)}`;
  return fault(first.class, placeOf(parentOf(first.mismatch.path)), message);
}

/** How a path is named as a place. */
export function placeOf(path: string): string {
  return path === "" ? "the root" : shownPath(path);
}

function fault(className: FindingClass, place: string, message: string): Fault {
  return { checker: "against golden", class: className, place, message };
}
