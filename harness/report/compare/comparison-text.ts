import kleur from "kleur";
import type { CertainFinding } from "../../compare/certain.js";
import type { Comparison } from "../../compare/compare-runs.js";
import type { ComparedRun } from "../../compare/compared-run.js";
import type { Corrected } from "../../compare/correct.js";
import { printable } from "../printable.js";
import { counted, wrap } from "../words.js";
import { questionTable, rangeText, testsText } from "./question-table.js";
import { settleTexts } from "./settle-text.js";

/** Names and questions that are printed; how many more there are is said. */
const mostShown = 20;

/** A comparison for a terminal: the verdict first, then what it stands on. */
export function comparisonText(comparison: Comparison): string {
  const { now, parents, certain, chance, unshared, judgement } = comparison;
  const { verdict, reasons } = judgement;
  const shownReasons = reasons.map((reason) => wrap(printable(reason), "  "));
  return [
    colours[verdict](verdictText(comparison)),
    ...shownReasons,
    ...section("Runs:", [runText(now, "now"), ...parents.map((run) => runText(run, "parent"))]),
    ...certainLines("Came, in cases with the same id, so without chance:", certain.came),
    ...certainLines("Went, in cases with the same id, so without chance:", certain.went),
    ...(chance === undefined ? [] : questionLines(comparison)),
    ...names("Never seen before:", chance?.firstSeenNames ?? []),
    ...names("Seen in each parent, and not now:", chance?.goneNames ?? []),
    ...names("Fail, and no parent has them:", unshared.withoutHistory),
    ...names("Were in each parent, and not run now:", unshared.notRun),
    ...section(
      "What would settle it:",
      settleTexts(comparison).map((text) => wrap(text, "  ")),
    ),
    ...section("Notices:", noticesOf(comparison).map(noticeText)),
  ].join("\n");
}

const colours = {
  new: kleur.red,
  undecided: kleur.yellow,
  gone: kleur.green,
  noise: kleur.green,
  same: kleur.green,
} as const;

const openings = {
  new: "new findings",
  undecided: "undecided",
  gone: "gone, and nothing new",
  noise: "noise",
  same: "nothing differs",
} as const;

/** The verdict in one sentence. */
function verdictText({ now, parents, judgement }: Comparison): string {
  const failing = ({ cases }: ComparedRun) => ({
    count: cases.filter(({ outcome }) => outcome === "failed").length,
    size: cases.length,
  });
  const { count, size } = failing(now);
  return (
    `${openings[judgement.verdict]}: ${count} of ${counted(size, now.unit)} failed, ` +
    `${rangeText(parents.map(failing))} in ${counted(parents.length, "parent")}`
  );
}

function runText({ name, cases, leftOut }: ComparedRun, role: string): string {
  const failed = cases.filter(({ outcome }) => outcome === "failed").length;
  const left = Object.entries(leftOut).filter(([, count]) => count > 0);
  const out = left.map(([reason, count]) => `, ${count} ${reason}`).join("");
  return `  ${role.padEnd(6)}  ${failed} of ${cases.length} failed${out}: ${printable(name)}`;
}

/** Questions that chance answers are shown only where they are about the whole. */
function questionLines({ now, chance }: Comparison): string[] {
  if (chance === undefined) return [];
  const all = [...chance.worse, ...chance.better];
  const whole = all.filter((each) => isAboutWhole(each) && isThere(each));
  const parts = all.filter((each) => !isAboutWhole(each) && isRemarkable(each));
  const rest = chance.parts.length - new Set(parts.map(({ answer }) => answer)).size;
  const shown = [...whole, ...parts.slice(0, mostShown)];
  const asked = chance.worse.filter(({ adjusted }) => adjusted !== undefined).length;
  return [
    "",
    questionTable(shown),
    ...(parts.length > mostShown ? [`and ${parts.length - mostShown} more like these`] : []),
    ...(rest > 0
      ? [`${counted(rest, "more question")} with nothing beyond chance: ${partsText(now)}`]
      : []),
    wrap(testsText(chance.all, asked), ""),
  ];
}

/** Of both directions only the one that was seen. */
function isAboutWhole({ answer, side }: Corrected): boolean {
  if (answer.about === "first seen" || answer.about === "gone") return true;
  return (
    answer.about === "all" && side === (answer.now.count >= answer.expected ? "more" : "fewer")
  );
}

function isThere({ answer: { now, parents } }: Corrected): boolean {
  return [now, ...parents].some(({ count }) => count > 0);
}

function partsText({ unit }: ComparedRun): string {
  return unit === "test" ? "by suite" : "by step, class and finding";
}

function isRemarkable({ says }: Corrected): boolean {
  return says === "more than chance" || says === "too few parents";
}

function certainLines(heading: string, kinds: readonly CertainFinding[]): string[] {
  const lines = kinds
    .slice(0, mostShown)
    .flatMap(({ text, ids, elsewhere }) => [
      wrap(
        `${ids.length} x ${printable(text)}${elsewhere ? " (other cases show it too)" : ""}`,
        "  ",
      ),
      `      ${printable(ids[0] ?? "")}`,
    ]);
  return section(heading, [...lines, ...andMore(kinds.length)]);
}

function names(heading: string, all: readonly string[]): string[] {
  const shown = all.slice(0, mostShown).map((name) => `  ${printable(name)}`);
  return section(
    `${heading} ${all.length}`,
    all.length === 0 ? [] : [...shown, ...andMore(all.length)],
  );
}

function andMore(count: number): string[] {
  return count > mostShown ? [`  and ${count - mostShown} more: --json has all`] : [];
}

function noticesOf({ now, parents, circumstances }: Comparison): string[] {
  return [
    ...circumstances.map((text) => `what else differs: ${text}`),
    ...[now, ...parents].flatMap(({ notices }) => notices),
  ];
}

function noticeText(text: string): string {
  return kleur.yellow(wrap(printable(text), "  "));
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", heading, ...lines];
}
