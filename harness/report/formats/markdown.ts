import type { StoredRun } from "../../store/run-folder.js";
import { findingGroups, type FindingGroup } from "../brief/finding-groups.js";
import { runTitle } from "../run-title.js";
import { counted } from "../words.js";
import { plainLine } from "./plain-text.js";
import { replayLine } from "../replay-line.js";

/** A summary is read, not searched; that of a GitHub job ends at 1 MiB. */
const mostFindings = 50;
const mostCommands = 10;
const mostUndecided = 10;

/** Runs in Markdown, for the summary of a job: verdicts, findings, and how to show them again. */
export function markdownReport(runs: readonly StoredRun[]): string {
  return `${["# crashpoint", verdictTable(runs), ...runs.flatMap(partsOf)].join("\n\n")}\n`;
}

function verdictTable(runs: readonly StoredRun[]): string {
  return table(
    ["run", "verdict", "cases", "held", "violated", "known", "undecided"],
    runs.map(({ run, end, cases }) => {
      const count = (holds: (each: (typeof cases)[number]) => boolean) =>
        String(cases.filter(holds).length);
      return [
        runTitle(run),
        end === undefined ? "undecided: it has not ended" : end.verdict,
        String(cases.length),
        count(({ verdict }) => verdict === "held"),
        count(({ verdict, known }) => verdict === "violated" && !known),
        count(({ verdict, known }) => verdict === "violated" && known),
        count(({ verdict }) => verdict === "undecided"),
      ];
    }),
  );
}

function partsOf(stored: StoredRun): string[] {
  const { run, golden, end, cases } = stored;
  const groups = findingGroups(cases, golden?.findings ?? []);
  const why = end !== undefined && "reason" in end.why ? `${end.why.kind}: ${end.why.reason}` : "";
  const open = cases.flatMap((each) => (each.verdict === "undecided" ? [each] : []));
  const reasons = open.slice(0, mostUndecided).map(({ id, reason }) => `${id}: ${reason}`);
  const parts = [
    ...(why === "" ? [] : [quoted(why)]),
    ...(groups.length === 0 ? [] : [findingTable(groups), ...commands(stored, groups)]),
    ...(reasons.length === 0
      ? []
      : [`${counted(open.length, "case is", "cases are")} undecided:`, list(reasons, open.length)]),
  ];
  return parts.length === 0 ? [] : [`## ${quoted(runTitle(run))}`, ...parts];
}

function findingTable(groups: readonly FindingGroup[]): string {
  const rows = groups
    .slice(0, mostFindings)
    .map(({ fault, known, cases }) => [
      `${fault.class}${known ? " (known)" : ""}`,
      fault.place,
      fault.checker,
      cases.length === 0 ? "without a crash" : String(cases.length),
      fault.message,
    ]);
  const more = groups.length - rows.length;
  const end = more > 0 ? `\n\nand ${counted(more, "more kind")} of finding` : "";
  return table(["class", "place", "seen by", "cases", "what"], rows) + end;
}

function commands({ run }: StoredRun, groups: readonly FindingGroup[]): string[] {
  const ids = groups.flatMap(({ cases: [first], known }) => (first && !known ? [first.id] : []));
  const lines = [...new Set(ids)].slice(0, mostCommands).map((id) => replayLine(id, run));
  return lines.length === 0 ? [] : ["Show them again with:", fenced(lines.join("\n"))];
}

function list(items: readonly string[], count: number): string {
  const lines = items.map((item) => `- ${quoted(item)}`);
  return [...lines, ...(count > items.length ? [`- and ${count - items.length} more`] : [])].join(
    "\n",
  );
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(headings),
    line(headings.map(() => "---")),
    ...rows.map((row) => line(row.map(quoted))),
  ].join("\n");
}

/**
 * Text of others, as nothing but text: what could be markup, HTML, a link, a mention or the border
 * of a cell is written by its number, which no reader of Markdown takes for structure.
 */
function quoted(text: string): string {
  return plainLine(text).replaceAll(
    /[&<>|`*_[\]()\\~@:#!$=]|www\./gi,
    (found) => `&#${found.charCodeAt(0)};${found.slice(1)}`,
  );
}

/** A block of code whose fence is longer than any row of backticks in it. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}sh\n${code}\n${fence}`;
}
