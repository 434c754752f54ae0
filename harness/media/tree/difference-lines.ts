import type { TreeDifference, TreeDifferences } from "../../model/tree/tree-entry.js";
import { whatItIs } from "../../oracles/tree/against-golden.js";
import { fieldsBetween, fieldText } from "../../oracles/tree/compare-entries.js";
import { placeOf } from "../../oracles/tree/tree-faults.js";

const mostLines = 40;

/** How a tree is not as it was, a line each name, for people. */
export function differenceLines(differences: TreeDifferences): string[] {
  const all = [...differences];
  const lines = all
    .slice(0, mostLines)
    .map(([path, difference]) => `${placeOf(path)}: ${wordsOf(difference)}`);
  const more = all.length - lines.length;
  const head = all.length === 0 ? "as before" : `${namesText(all.length)} not as before:`;
  return [head, ...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** The same in a few words; undefined where it is as it was. */
export function differenceText(differences: TreeDifferences): string | undefined {
  const [first] = differences;
  if (first === undefined) return undefined;
  const [path, difference] = first;
  return `${namesText(differences.size)} changed, first ${placeOf(path)}: ${wordsOf(difference)}`;
}

function wordsOf({ before, now }: TreeDifference): string {
  if (before === undefined) return now === undefined ? "as before" : `new, ${whatItIs(now)}`;
  if (now === undefined) return `gone, ${whatItIs(before)} before`;
  const [field = "type"] = fieldsBetween(before, now);
  const [was, is] = [fieldText(before, field), fieldText(now, field)];
  return was === is ? `other ${was}` : `${was} became ${is}`;
}

function namesText(count: number): string {
  return count === 1 ? "1 name" : `${count} names`;
}
