import type { Fault } from "../verdict.js";
import { plainText } from "./plain-text.js";

/** A first statement is no longer than this; what is behind it need not be made plain. */
const mostLetters = 500;

/** Where the first statement of a finding ends, and what it was seen by begins. */
const endOfStatement = /: |; |\. | \(| \||, saying/;

/**
 * Names the kind of a finding, by what it is: its class, who has seen it, the place that it is
 * about, and the first statement of its text, without what changes from run to run. Findings of one
 * kind are counted together, shown by one of them, and enough of them is kept.
 */
export function findingKind({ class: className, checker, place, message }: Fault): string {
  const [statement] = plainText(message.slice(0, mostLetters)).split(endOfStatement);
  return JSON.stringify([className, checker, place, statement]);
}
