import kleur from "kleur";
import { isMade } from "../model/case-id.js";
import { joinExpectations } from "../model/expectation.js";
import { shellWord } from "../model/shell-word.js";
import type { UncrashedFinding } from "../model/verdict.js";
import { counted, wrap } from "./words.js";

/** What two uninterrupted runs have shown. */
export interface GoldenShown {
  readonly writeCount: number;
  readonly lineCount: number;
  readonly writesByStep: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly deterministic: boolean;
  /** What they do to the medium, in words. */
  readonly work: readonly string[];
  readonly notices: readonly string[];
  readonly findings: readonly UncrashedFinding[];
}

/** So many lines say what a target does; how many more there are is said. */
const mostWork = 20;
const mostWorkInBrief = 6;
const mostNoticesInBrief = 4;

/**
 * The same where little is to be said, on lines of at most `columns`: what is wrong without a crash
 * is left to the caller.
 */
export function goldenBrief(golden: GoldenShown, columns: number): string[] {
  const { work, notices } = golden;
  const moreNotices = notices.length - mostNoticesInBrief;
  return [
    wrap(runsText(golden), "", columns),
    ...workLines(work, mostWorkInBrief, columns),
    ...notices
      .slice(0, mostNoticesInBrief)
      .map((notice) => kleur.yellow(wrap(`notice: ${notice}`, "", columns))),
    ...(moreNotices > 0
      ? [`and ${counted(moreNotices, "more notice")}: --verbose tells them`]
      : []),
  ];
}

/** What stands above all crashes: the uninterrupted runs, and what is wrong with them. */
export function goldenLines(golden: GoldenShown, what: WhatRan): string[] {
  const steps = Object.entries(golden.writesByStep).map(([step, count]) => `${step} ${count}`);
  return [runsText(golden), `writes by step: ${steps.join(", ")}`, ...deedLines(golden, what)];
}

/** What they do, what there is to know of them, and what is wrong with that. */
export function deedLines(
  { work, notices, findings }: Pick<GoldenShown, "work" | "notices" | "findings">,
  what: WhatRan,
): string[] {
  return [
    ...workLines(work, mostWork),
    ...notices.map((notice) => kleur.yellow(`notice: ${notice}`)),
    ...findings.map(uncrashedText),
    ...meantLines(findings, what),
  ];
}

function runsText({ writeCount, lineCount, durationMs, deterministic }: GoldenShown): string {
  const same = deterministic ? "" : ", not the same both times";
  return (
    `two uninterrupted runs: ${writeCount} writes, ${lineCount} lines, ` +
    `${durationMs} ms recorded${same}`
  );
}

function workLines(work: readonly string[], most: number, columns?: number): string[] {
  if (work.length === 0) return [];
  const more = work.length - most;
  return [
    "what they do:",
    ...work.slice(0, most).map((line) => wrap(line, "  ", columns)),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** A finding without a crash. */
export function uncrashedText(finding: UncrashedFinding): string {
  const { class: className, checker, place, message, known } = finding;
  const head = `${className}, without a crash${known ? ", known" : ""}`;
  const text = `${head}, ${place}, seen by ${checker}: ${message}`;
  return known ? kleur.yellow(text) : kleur.red(text);
}

/** What was run, and so where its user says what is meant. */
export type WhatRan = "any command" | "a scenario";

/** What was run, by the name of its scenario. */
export function whatRan(scenarioName: string): WhatRan {
  return isMade(scenarioName) ? "any command" : "a scenario";
}

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
