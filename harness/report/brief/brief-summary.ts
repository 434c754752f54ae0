import kleur from "kleur";
import { plainText } from "../../model/findings/plain-text.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import { classOrReason, type CaseRecord } from "../../store/records.js";
import { waysLines } from "../tables/ways-table.js";
import { countBy } from "../../model/count-by.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import { siteTotals } from "../where/where-section.js";
import { counted, landedIn, seconds, wrap } from "../words.js";
import {
  byCrashPoint,
  findingGroups,
  type FailureShown,
  type FindingGroup,
} from "./finding-groups.js";
import { groupLines } from "./group-lines.js";

export interface BriefInput {
  readonly cases: readonly CaseRecord[];
  /** What is wrong without a crash. */
  readonly uncrashed: readonly UncrashedFinding[];
  readonly failures: readonly FailureShown[];
  /** Shows again what is wrong without a crash. */
  readonly uncrashedCommand?: string;
  /** How many cases were to be run; 0 or Infinity where that is not known. */
  readonly plannedCount: number;
  /** How long the whole run took. */
  readonly elapsedMs: number;
  /** Known violations of this scenario and target that explained nothing in this run. */
  readonly knownNotSeen: readonly string[];
  /** What else the reader must know: what is missing, was left out, or was interrupted. */
  readonly notices: readonly string[];
  /** Where in the source, where anybody has looked. */
  readonly sites?: SitesFound | undefined;
  /** Of the terminal. */
  readonly columns: number;
}

/** So long is the whole of it, where the worst kind alone is not longer. */
const mostLines = 34;
/** Kinds of findings that are shown where there is room; how many more there are is said. */
const mostKinds = 5;
const mostReasons = 3;

/** What came of a run, the worst first, on a screen or two. The rest is counted. */
export function briefSummary(input: BriefInput): string[] {
  const { cases, uncrashed, failures, columns, sites } = input;
  const groups = findingGroups(cases, uncrashed, failures);
  const fresh = groups.filter(({ known }) => !known);
  const known = groups.filter((group) => group.known);
  const before = [
    totalText(input),
    ...heldLines(cases),
    ...landedLines(cases),
    ...gptLines(cases, columns),
    ...(fresh.length === 0 ? [] : [kleur.bold("What is wrong, worst first:")]),
  ];
  const behind = [
    ...waysLines(byCrashPoint(cases), columns),
    ...knownLines(known, columns),
    ...undecidedLines(cases, columns),
    ...notSeenLines(input.knownNotSeen, columns),
    ...input.notices.map((text) => kleur.yellow(wrap(text, "", columns))),
    ...(sites === undefined ? [] : siteTotals(sites, cases)).map((text) => wrap(text, "", columns)),
    ...againLines(fresh, input.uncrashedCommand),
  ];
  return [
    ...before,
    ...kindLines(fresh, mostLines - lineCount([...before, ...behind]), input),
    ...behind,
  ];
}

/** The worst kind, and of the others as many as there is room for. */
function kindLines(
  fresh: readonly FindingGroup[],
  room: number,
  { columns, sites }: Pick<BriefInput, "columns" | "sites">,
): string[] {
  const blocks = fresh.slice(0, mostKinds).map((group) => groupLines(group, columns, sites));
  const ends = blocks.map((_, index) => lineCount(blocks.slice(0, index + 1).flat()));
  const shown = Math.max(1, ends.filter((end) => end < room).length);
  return [...blocks.slice(0, shown).flat(), ...moreLines(fresh.slice(shown), columns)];
}

function lineCount(texts: readonly string[]): number {
  return texts.join("\n").split("\n").length;
}

/** `12 cases in 6.0 s: 7 held, 5 violated, 0 violated as known, 0 undecided`. */
function totalText({ cases, uncrashed, plannedCount, elapsedMs }: BriefInput): string {
  const of = (verdict: CaseRecord["verdict"]) => cases.filter((each) => each.verdict === verdict);
  const [held, violated, undecided] = [of("held"), of("violated"), of("undecided")];
  const known = violated.filter((each) => each.known).length;
  const fresh = violated.length - known;
  const alone = uncrashed.filter((each) => !each.known).length;
  const isAll = cases.length >= plannedCount || !Number.isFinite(plannedCount);
  const run = isAll
    ? counted(cases.length, "case")
    : `${cases.length} of ${counted(plannedCount, "planned case")}`;
  const words = [
    kleur.green(`${held.length} held`),
    fresh > 0 ? kleur.red(`${fresh} violated`) : "0 violated",
    `${known} violated as known`,
    undecided.length > 0 ? kleur.yellow(`${undecided.length} undecided`) : "0 undecided",
    ...(alone > 0 ? [kleur.red(`${counted(alone, "finding")} without a crash`)] : []),
  ];
  return `${run} in ${seconds(elapsedMs)}: ${words.join(", ")}`;
}

/** `held: 5 finished, 2 refused`. */
function heldLines(cases: readonly CaseRecord[]): string[] {
  const held = cases.filter(({ verdict }) => verdict === "held");
  const classes = sorted(countBy(held, classOrReason)).map(([name, count]) => `${count} ${name}`);
  return classes.length === 0 ? [] : [`held: ${classes.join(", ")}`];
}

/** Crashes that did not land where they were sent, and disks that were there before. */
function landedLines(cases: readonly CaseRecord[]): string[] {
  const cuts = cases.flatMap((each) => each.cuts);
  const landed = landedIn(cases).length;
  const same = cases.filter(({ sameAs }) => sameAs !== undefined).length;
  const lines = [
    ...(landed < cuts.length
      ? [`${landed} of ${counted(cuts.length, "crash", "crashes")} landed where it was sent`]
      : []),
    ...(same > 0
      ? [`${counted(same, "case")} left a disk that one before had left: not run again`]
      : []),
  ];
  return lines;
}

/** What the crashes have left of a GPT, where there is one. */
function gptLines(cases: readonly CaseRecord[], columns: number): string[] {
  const states = landedIn(cases).flatMap(({ disk }) => disk?.census.state ?? []);
  const counts = sorted(countBy(states, (state) => state));
  if (!counts.some(([state]) => state !== "no GPT")) return [];
  const text = counts.map(([state, count]) => `${count} ${state}`).join(", ");
  return [wrap(`GPT at the crash: ${text}`, "", columns)];
}

function moreLines(more: readonly FindingGroup[], columns: number): string[] {
  if (more.length === 0) return [];
  const counts = countBy(more, ({ fault }) => fault.class);
  const classes = [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
  const text = `and ${counted(more.length, "more kind")} (${classes}): --verbose tells them`;
  return [wrap(text, "  ", columns)];
}

/** Those of which the scenario knows all. */
function knownLines(known: readonly FindingGroup[], columns: number): string[] {
  if (known.length === 0) return [];
  const shown = known.slice(0, mostKinds).map(({ fault, cases }) => {
    const count = cases.length === 0 ? "without a crash" : counted(cases.length, "case");
    return `${fault.class}, ${fault.place}: ${count}`;
  });
  const more = known.length - mostKinds;
  const text = [...shown, ...(more > 0 ? [counted(more, "more kind")] : [])].join("; ");
  return [kleur.yellow(wrap(`Known: ${text}`, "", columns))];
}

/** Reasons that differ in numbers only are one. */
function undecidedLines(cases: readonly CaseRecord[], columns: number): string[] {
  const open = cases.filter(({ verdict }) => verdict === "undecided");
  const reasons = new Map(open.toReversed().map((each) => [kindOf(each), classOrReason(each)]));
  const counts = sorted(countBy(open, kindOf));
  const lines = counts.slice(0, mostReasons).map(([kind, count]) => {
    return kleur.yellow(wrap(`undecided: ${count} x ${reasons.get(kind) ?? ""}`, "", columns));
  });
  const more = counts.length - mostReasons;
  return more > 0 ? [...lines, `and ${counted(more, "more reason")}: --verbose tells them`] : lines;
}

function kindOf(record: CaseRecord): string {
  return plainText(classOrReason(record));
}

function notSeenLines(texts: readonly string[], columns: number): string[] {
  if (texts.length === 0) return [];
  const [first = ""] = texts;
  const more = texts.length > 1 ? ` (and ${texts.length - 1} more)` : "";
  return [wrap(`Known, and not seen: ${first}${more}`, "", columns)];
}

/** The command that shows the worst again; its id is the worst one's. */
function againLines(fresh: readonly FindingGroup[], uncrashedCommand?: string): string[] {
  const [worst] = fresh;
  if (worst === undefined) return [];
  const command = worst.cases.length === 0 ? uncrashedCommand : worst.failure?.replayCommand;
  const other = fresh.find(({ failure }) => failure !== undefined)?.failure?.replayCommand;
  const shown = command ?? other;
  return shown === undefined ? [] : ["Show the worst again with:", shown];
}

function sorted(counts: Map<string, number>): [string, number][] {
  return [...counts].sort(([, one], [, other]) => other - one);
}
