import { joinExpectations } from "../model/expectation.js";
import { shellWord } from "../model/shell-word.js";
import type { UncrashedFinding } from "../model/verdict.js";

/** What was run, and so where its user says what is meant. */
export type WhatRan = "any command" | "a scenario";

/** One line that says how to say that what was lost was meant; none where nothing can be said. */
export function meantLines(findings: readonly UncrashedFinding[], what: WhatRan): string[] {
  const fresh = findings.filter(({ known }) => !known);
  const texts = joinExpectations(fresh.flatMap(({ expects = [] }) => expects));
  if (texts.length === 0) return [];
  const options = texts.map((text) => `--expects ${shellWord(text)}`).join(" ");
  const key = `"expects": ${JSON.stringify(texts)}`;
  const add = what === "any command" ? options : `${key} to the scenario`;
  return [`if what was lost was meant to go, add ${add}`];
}
