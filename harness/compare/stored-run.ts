import { findingKind } from "../model/findings/finding-kind.js";
import type { Fault } from "../model/verdict.js";
import type { GoldenRecord } from "../store/golden-record.js";
import type { CaseRecord, RunJson, ViolatedRecord } from "../store/records.js";
import { readRun, type StoredRun } from "../store/run-folder.js";
import { programLabel } from "./program-label.js";
import type { ComparedCase, ComparedRun, Mark } from "./compared-run.js";

/** Options that change how a run goes, not what its cases are. */
const indifferent = ["iterations", "durationMs", "jobs", "strict"];

/** Reads a run's folder. Throws UsageError and DecodeError, as `readRun` does. */
export function readStoredRun(path: string): ComparedRun {
  return storedRun(path, readRun(path));
}

/**
 * A stored run as one to compare. Cases that are undecided say nothing, and violations that the
 * scenario lists as known are no news: both are left out, and counted.
 */
export function storedRun(name: string, { run, golden, cases, notices }: StoredRun): ComparedRun {
  const isKnown = (record: CaseRecord) => record.verdict === "violated" && record.known;
  return {
    name,
    unit: "case",
    setting: settingOf(run),
    circumstances: circumstancesOf(run),
    repeatable: golden?.deterministic === true,
    cases: cases.filter((record) => !isKnown(record)).flatMap(comparedCase),
    uncrashed: golden === undefined ? [] : [uncrashedCase(run, golden)],
    leftOut: {
      undecided: cases.filter(({ verdict }) => verdict === "undecided").length,
      "violated as known": cases.filter(isKnown).length,
    },
    notices,
  };
}

function settingOf({ command, scenario, fingerprint, target, imageSha256, options }: RunJson) {
  const chosen = Object.entries(options).filter(([option]) => !indifferent.includes(option));
  return {
    ...{ command, scenario, "the scenario's fingerprint": fingerprint, target },
    "the disk image": imageSha256,
    ...Object.fromEntries(chosen.map(([option, value]) => [`option ${option}`, String(value)])),
  };
}

function circumstancesOf({ program, tools }: RunJson): Record<string, string> {
  return { "the program": programLabel({ sha256: "unknown", ...program }), ...tools };
}

function comparedCase(record: CaseRecord): ComparedCase[] {
  if (record.verdict === "undecided") return [];
  const part = record.cuts.at(-1)?.step ?? "";
  const { id } = record;
  return record.verdict === "held"
    ? [{ id, part, outcome: "passed", marks: [] }]
    : [{ id, part, outcome: "failed", marks: marksOf(record) }];
}

/** The uninterrupted runs of one scenario and target are the same case in every run. */
function uncrashedCase(run: RunJson, { findings }: GoldenRecord): ComparedCase {
  const { scenario, target, fingerprint } = run;
  const marks = findingMarks(findings.filter(({ known }) => !known));
  const id = `without a crash: ${scenario} on ${target}, ${fingerprint}`;
  return { id, part: "", outcome: marks.length > 0 ? "failed" : "passed", marks };
}

/** A case has one class, that of its worst finding, and each kind of its findings once. */
function marksOf({ class: className, findings }: ViolatedRecord): Mark[] {
  return [{ about: "class", key: className, text: className }, ...findingMarks(findings)];
}

function findingMarks(findings: readonly Fault[]): Mark[] {
  const kinds = new Map(findings.map((finding) => [findingKind(finding), finding]));
  return [...kinds].map(([key, finding]) => ({ about: "finding", key, text: textOf(finding) }));
}

function textOf({ class: className, place, checker, message }: Fault): string {
  return `${className}, ${place}, seen by ${checker}: ${message}`;
}
