import fc from "fast-check";
import type { Finding } from "../../model/verdict.js";
import type { StoredRun } from "../../store/run-folder.js";
import type { CaseRecord } from "../../store/records.js";
import { end, golden, run } from "../../store/stored.samples.js";
import { complaint, heldAt, violatedAt } from "../brief/cases.samples.js";

/** A run with a held case, a violated one, a known one and an undecided one. */
export function mixedRun(): StoredRun {
  return withCases([
    heldAt(1),
    violatedAt(2, "disk: superblock", [complaint()]),
    { ...violatedAt(3, "disk: data", [complaint({ place: "P4" })]), known: true },
    undecidedAt(4, "no tool is there"),
  ]);
}

/** A run that has ended with these cases. */
export function withCases(cases: readonly CaseRecord[]): StoredRun {
  const { findings, ...others } = golden;
  const seen = { ...others, findings: findings.slice(0, 0) };
  const ended = { ...end, why: { kind: "complete" } } as const;
  return { path: "/results/x", run, golden: seen, end: ended, cases: [...cases], notices: [] };
}

/** An undecided case. */
export function undecidedAt(write: number, reason: string): CaseRecord {
  const { class: heldClass, ...held } = heldAt(write);
  return { ...held, verdict: "undecided", reason };
}

/** A run in which everything that others can name has this name. */
export function runNamed(text: string): StoredRun {
  const fault = complaint({ checker: text, place: text, message: text });
  const findings = [{ ...fault, kill: 0 }] as Finding[];
  const violated = { ...violatedAt(1, text, [fault]), id: text, findings } as CaseRecord;
  const stored = withCases([violated, { ...heldAt(2), id: text }, undecidedAt(3, text)]);
  return {
    ...stored,
    run: { ...run, scenario: text, target: text, about: text, replayWords: [text], steps: [text] },
    golden: { ...golden, findings: [{ ...fault, known: false }], work: [text], notices: [text] },
    end: { ...end, why: { kind: "undecided", reason: text } },
    notices: [text],
  };
}

const spiteful = [
  ...["]]>", "<script>alert(1)</script>", "&amp;", "::error::x", "\n::error title=x::y", "%0A"],
  ...["a|b", "`x`", "``` sh\nrm\n```", "| --- |", "# SKIP", "\\#", "not ok 1", "\n1..9", "@all"],
  ...["\u001b[2J", "\u009b2J", "\u0000", "\r\n", "\u2028", "\u202e", "\ud800", "\uffff", "\ufeff"],
  ...["  ---\n  ...", "[x](http://y)", "![x](y)", "<!--", "</testsuite>", "\u007f", "$x$"],
];

const anyShortText = fc
  .array(fc.oneof(fc.constantFrom(...spiteful), fc.string({ unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));

const anyLongText = fc
  .constantFrom(...spiteful)
  .map((part) => part.repeat(Math.ceil(65_536 / part.length)));

/** Names as a broken disk, or somebody who means harm, may have them; some of 64 KiB. */
export const anyHostileText = fc.oneof(
  { weight: 19, arbitrary: anyShortText },
  { weight: 1, arbitrary: anyLongText },
);
