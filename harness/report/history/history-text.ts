import kleur from "kleur";
import type {
  FindingHistory,
  ProgramHistory,
  SinceThen,
  SubjectHistory,
} from "../../compare/history/history.js";
import { printable } from "../printable.js";
import { counted, wrap } from "../words.js";

/** Findings that are shown of a target; how many more there are is said. */
const mostFindings = 20;

/** The history of each target on each scenario, the findings that are there first. */
export function historyText(subjects: readonly SubjectHistory[]): string {
  return subjects.map((subject) => subjectLines(subject).join("\n")).join("\n\n");
}

function subjectLines({ scenario, target, programs, findings }: SubjectHistory): string[] {
  const more = findings.length - mostFindings;
  return [
    kleur.bold(`${printable(scenario)} on ${printable(target)}`),
    ...programs.map(programText),
    ...(findings.length === 0 ? ["  nothing was found"] : []),
    ...findings.slice(0, mostFindings).flatMap(findingLines),
    ...(more > 0 ? [`  and ${counted(more, "more finding")}: --json tells them`] : []),
  ];
}

function programText({ program, runCount, caseCount, firstAt, lastAt }: ProgramHistory): string {
  const days =
    dayOf(firstAt) === dayOf(lastAt) ? dayOf(firstAt) : `${dayOf(firstAt)} to ${dayOf(lastAt)}`;
  const counts = `${counted(runCount, "run")}, ${counted(caseCount, "case")}`;
  return `  ${printable(program)}: ${counts}, ${days}`;
}

function findingLines({ fault, isKnown, first, last, runCount, since }: FindingHistory): string[] {
  const what = `${fault.class}${isKnown ? ", known" : ""}, ${printable(fault.place)}`;
  const head = `${sinceWords(since)}: ${what}`;
  const colour = since.kind === "there" && !isKnown ? kleur.red : kleur.yellow;
  const seen =
    first.runPath === last.runPath
      ? `seen once, ${timeOf(first.startedAt)}, ${printable(first.program)}`
      : `first ${timeOf(first.startedAt)}, ${printable(first.program)}; ` +
        `last ${timeOf(last.startedAt)}, ${printable(last.program)}; ` +
        `in ${counted(runCount, "run")}`;
  return [
    since.kind === "gone" ? kleur.green(`  ${head}`) : colour(`  ${head}`),
    wrap(printable(fault.message.split("\n")[0] ?? ""), "      "),
    wrap(seen, "      "),
    ...sinceLines(since),
    `      ${last.id}`,
  ];
}

function sinceWords({ kind }: SinceThen): string {
  return { there: "there", gone: "gone", "not tried": "not tried since" }[kind];
}

function sinceLines(since: SinceThen): string[] {
  if (since.kind !== "gone") return [];
  const { program, startedAt, runCount, mayBeElsewhere } = since;
  const text =
    `gone since ${timeOf(startedAt)}, ${printable(program)}: ` +
    `${counted(runCount, "run was", "runs were")} there and did not find it` +
    (mayBeElsewhere ? "; its runs are not the same each time, so that it may be elsewhere" : "");
  return [wrap(text, "      ")];
}

function dayOf(startedAt: string): string {
  return startedAt.slice(0, 10);
}

function timeOf(startedAt: string): string {
  return startedAt.slice(0, 16).replace("T", " ");
}
