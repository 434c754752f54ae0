import { classOrReason, type CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import { findingGroups } from "../brief/finding-groups.js";
import { runTitle } from "../run-title.js";
import { replayLine } from "../replay-line.js";

/** Goes up when a field is removed or changes its meaning. */
const jsonVersion = 1;

/** Runs as plain data, for programs: what was run, the verdict, each kind of finding, each case. */
export function jsonReport(runs: readonly StoredRun[]): string {
  const text = JSON.stringify({ version: jsonVersion, runs: runs.map(dataOf) }, undefined, 1);
  return `${text.replaceAll(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, escaped)}\n`;
}

/** What could steer a terminal, as JSON may write it. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, place) => character.charCodeAt(place))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

function dataOf(stored: StoredRun) {
  const { path, run, golden, end, cases, notices } = stored;
  const count = (verdict: CaseRecord["verdict"], known: boolean) =>
    cases.filter((each) => each.verdict === verdict && each.known === known).length;
  return {
    title: runTitle(run),
    ...{ path, run, notices },
    verdict: end?.verdict ?? "undecided",
    end: end?.why ?? { kind: "not ended" },
    totals: {
      cases: cases.length,
      planned: end?.planned,
      held: count("held", false),
      violated: count("violated", false),
      known: count("violated", true),
      undecided: count("undecided", false),
    },
    findings: findingGroups(cases, golden?.findings ?? []).map(({ fault, known, cases: such }) => ({
      ...{ class: fault.class, place: fault.place, checker: fault.checker },
      ...{ message: fault.message, known, cases: such.length },
      ...(such[0] && { first: such[0].id, replay: replayLine(such[0].id, run) }),
    })),
    cases: cases.map((record) => ({
      ...{ id: record.id, index: record.index, model: record.model, verdict: record.verdict },
      ...{ class: classOrReason(record), known: record.known, findings: record.findings },
    })),
  };
}
