import type { StoredRun } from "../../store/run-folder.js";
import { findingGroups } from "../brief/finding-groups.js";
import { runTitle } from "../run-title.js";
import { counted } from "../words.js";
import { plainLine } from "./plain-text.js";
import { replayLine } from "../replay-line.js";

/** GitHub shows ten of each kind in a step. */
const mostUndecided = 10;

/**
 * Runs as annotations of a GitHub job, to be printed by one of its steps: an error for each kind of
 * finding, with the command that shows it again, a warning for what is undecided.
 */
export function githubReport(runs: readonly StoredRun[]): string {
  return runs
    .flatMap(annotationsOf)
    .map((line) => `${line}\n`)
    .join("");
}

function annotationsOf({ run, golden, end, cases }: StoredRun): string[] {
  const title = runTitle(run);
  const isStrict = run.options["strict"] === true;
  const findings = findingGroups(cases, golden?.findings ?? []).map(
    ({ fault, known, cases: such }) => {
      const [first] = such;
      const { class: name, place, checker, message } = fault;
      const count = first === undefined ? "without a crash" : counted(such.length, "case");
      const again = first === undefined ? "" : `\nShow it again with: ${replayLine(first.id, run)}`;
      const text = `${plainLine(`${place}, seen by ${checker}, ${count}: ${message}`)}${again}`;
      const isKnown = known && !isStrict;
      return annotation(isKnown ? "notice" : "error", `${isKnown ? "known: " : ""}${name}`, text);
    },
  );
  const open = cases.flatMap((each) => (each.verdict === "undecided" ? [each] : []));
  const undecided = open
    .slice(0, mostUndecided)
    .map(({ id, reason }) => annotation("warning", "undecided", plainLine(`${id}: ${reason}`)));
  return [...findings, ...undecided, ...openEnd(title, end)];
}

function openEnd(title: string, end: StoredRun["end"]): string[] {
  const why = end?.why ?? { kind: "undecided", reason: "it has not ended" };
  if (!("reason" in why)) return [];
  return [annotation("error", "undecided", plainLine(`${title}: ${why.kind}: ${why.reason}`))];
}

/**
 * A workflow command. What would end its value is written by its number, as the runner reads it
 * (https://github.com/actions/toolkit, packages/core/src/command.ts).
 */
function annotation(kind: "error" | "warning" | "notice", title: string, text: string): string {
  const value = (each: string) =>
    each.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = value(plainLine(title)).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::${kind} title=${property}::${value(text)}`;
}
