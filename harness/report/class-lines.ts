import { classTable } from "../model/findings/finding-classes.js";
import { wrap } from "./words.js";

const nameColumns = Math.max(...classTable.map(({ name }) => name.length)) + 2;
const indent = "  ";

/** What can be wrong, worst first, for a terminal of 80 columns. */
export function classLines(): string[] {
  const rows = classTable.map(({ name, means }) => {
    const behind = " ".repeat(indent.length + nameColumns);
    const text = wrap(means, behind, 80);
    return `${indent}${name.padEnd(nameColumns)}${text.trimStart()}`;
  });
  return ["Classes of what is wrong, worst first:", ...rows];
}
