import kleur from "kleur";
import { findingKind } from "../model/findings/finding-kind.js";
import { findingClasses, type Fault, type UncrashedFinding } from "../model/verdict.js";
import { classOrReason, type CaseRecord } from "../store/records.js";
import { uncrashedText } from "./golden-text.js";
import { countBy } from "../model/count-by.js";
import { counted, seconds, wrap } from "./words.js";

export interface SummaryInput {
  readonly cases: readonly CaseRecord[];
  /** What is wrong without a crash. */
  readonly uncrashed: readonly UncrashedFinding[];
  /** How many cases were to be run; 0 or Infinity where that is not known. */
  readonly plannedCount?: number;
  /** How long the whole run took. */
  readonly elapsedMs: number;
  /** Known violations of this scenario and target that explained nothing in this run. */
  readonly knownNotSeen: readonly string[];
  /** What else the reader must know: what is missing, was left out, or was interrupted. */
  readonly notices: readonly string[];
}

/** Kinds of findings that are printed; how many more there are is said. */
const mostKinds = 20;

/** The honest total of a run. */
export function summary(input: SummaryInput): string {
  const { cases, uncrashed, knownNotSeen, notices } = input;
  return [
    verdictCounts(input),
    ...uncrashedCounts(uncrashed),
    ...likeImages(cases),
    killCounts(cases),
    ...classCounts(cases),
    ...section("Findings without a crash:", uncrashed.map(uncrashedText)),
    ...findingKinds(cases),
    ...section(
      "Known violations that did not show up:",
      knownNotSeen.map((text) => wrap(text, "  ")),
    ),
    ...slowest(cases),
    ...section(
      "Notices:",
      notices.map((text) => kleur.yellow(wrap(text, "  "))),
    ),
  ].join("\n");
}

function verdictCounts({ cases, plannedCount = 0, elapsedMs }: SummaryInput): string {
  const count = (holds: (record: CaseRecord) => boolean) => cases.filter(holds).length;
  const violated = count((each) => each.verdict === "violated" && !each.known);
  const undecided = count((each) => each.verdict === "undecided");
  const words = [
    kleur.green(`${count((each) => each.verdict === "held")} held`),
    violated > 0 ? kleur.red(`${violated} violated`) : "0 violated",
    `${count((each) => each.verdict === "violated" && each.known)} violated as known`,
    undecided > 0 ? kleur.yellow(`${undecided} undecided`) : "0 undecided",
  ];
  const isAll = cases.length >= plannedCount || !Number.isFinite(plannedCount);
  const run = isAll
    ? counted(cases.length, "case")
    : `${cases.length} of ${counted(plannedCount, "planned case")}`;
  return `${run} in ${seconds(elapsedMs)}: ${words.join(", ")}`;
}

function killCounts(cases: readonly CaseRecord[]): string {
  const cuts = cases.flatMap((each) => each.cuts);
  const by = countBy(cuts, (cut) => cut.landed);
  const others = ["early", "late", "missed"].map((name) => `${by.get(name) ?? 0} ${name}`);
  const landed = by.get("landed") ?? 0;
  const onlyKills = cases.every(({ model }) => model === "kill");
  const crashes = onlyKills
    ? counted(cuts.length, "kill")
    : counted(cuts.length, "crash", "crashes");
  return `${landed} of ${crashes} landed (${others.join(", ")})`;
}

/** What no crash is to blame for is counted by itself. */
function uncrashedCounts(uncrashed: readonly UncrashedFinding[]): string[] {
  if (uncrashed.length === 0) return [];
  const known = uncrashed.filter((each) => each.known).length;
  const fresh = uncrashed.length - known;
  const text = `${counted(fresh, "finding")} without a crash, ${known} more known`;
  return [fresh > 0 ? kleur.red(text) : text];
}

/** Crash images that were the same as one before: its resume stands for theirs. */
function likeImages(cases: readonly CaseRecord[]): string[] {
  const count = cases.filter(({ sameAs }) => sameAs !== undefined).length;
  if (count === 0) return [];
  const images = counted(count, "crash image was", "crash images were");
  return [`${images} the same as one before, and not resumed again`];
}

function classCounts(cases: readonly CaseRecord[]): string[] {
  const verdicts = ["held", "violated", "undecided"] as const;
  return verdicts.flatMap((verdict) => {
    const some = cases.filter((each) => each.verdict === verdict);
    const counts = sortedByCount(countBy(some, classOrReason));
    const lines = counts.map(([name, count]) => wrap(`${count} x ${name}`, "  "));
    return section(`${verdict}:`, lines);
  });
}

/** Findings of one kind are shown by the first of them. */
function findingKinds(cases: readonly CaseRecord[]): string[] {
  const all = cases.flatMap(({ findings, known }) =>
    findings.map((finding) => ({ finding, known })),
  );
  const first = new Map<string, (typeof all)[number]>();
  for (const each of all.toReversed()) first.set(kindOf(each), each);
  const counts = sortedByCount(countBy(all, kindOf));
  const rank = (kind: string) => {
    const className = first.get(kind)?.finding.class;
    return className === undefined ? -1 : findingClasses.indexOf(className);
  };
  const kinds = counts.toSorted(([one], [other]) => rank(one) - rank(other));
  const lines = kinds.slice(0, mostKinds).flatMap(([kind, count]) => {
    const shown = first.get(kind);
    if (shown === undefined) return [];
    const { finding, known } = shown;
    const what = `${finding.class}, ${finding.place}, seen by ${finding.checker}`;
    const head = `  ${count} x ${what}${known ? ", known" : ""}:`;
    const text = firstLineOf(wrap(finding.message, "      "));
    return [known ? kleur.yellow(head) : kleur.red(head), text];
  });
  const more = kinds.length - mostKinds;
  if (more > 0) lines.push(`  and ${counted(more, "more kind")}: see cases.jsonl`);
  return section("Distinct findings:", lines);
}

/** The whole of it stands with the case that showed it first. */
function firstLineOf(text: string): string {
  const [line = "", ...more] = text.split("\n");
  return more.length === 0 ? line : `${line} ...`;
}

function kindOf({ finding, known }: { finding: Fault; known: boolean }): string {
  return JSON.stringify([findingKind(finding), known]);
}

function slowest(cases: readonly CaseRecord[]): string[] {
  const [record] = cases.toSorted((one, other) => totalMs(other) - totalMs(one));
  if (record === undefined) return [];
  const { targetMs, checksMs, harnessMs } = record;
  const parts = [
    `target ${seconds(targetMs)}`,
    `checks ${seconds(checksMs)}`,
    `harness ${seconds(harnessMs)}`,
  ];
  const head = `Slowest: case ${record.index}, ${seconds(totalMs(record))} (${parts.join(", ")})`;
  return [head, `  ${record.id}`];
}

function totalMs({ targetMs, checksMs, harnessMs }: CaseRecord): number {
  return targetMs + checksMs + harnessMs;
}

function sortedByCount(counts: Map<string, number>): [string, number][] {
  return [...counts].sort(([, one], [, other]) => other - one);
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}
