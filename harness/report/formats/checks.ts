import { outcomeKind } from "../../model/findings/outcome-kind.js";
import type { CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import { findingGroups, type FindingGroup } from "../brief/finding-groups.js";
import { runTitle } from "../run-title.js";
import { counted } from "../words.js";
import { plainLine } from "./plain-text.js";
import { replayLine } from "../replay-line.js";

/** A run with more cases than this has a check for each kind of finding, and not for each case. */
export const mostCaseChecks = 1000;

/** What other tools call a test. */
export interface Check {
  readonly name: string;
  /** What it belongs to: the step of the target's work that was crashed, or the run. */
  readonly part: string;
  readonly seconds: number;
  readonly outcome: CheckOutcome;
}

export type CheckOutcome =
  | { readonly kind: "passed" }
  /** The target is to blame: `text` tells all of it, with the command that shows it again. */
  | {
      readonly kind: "failed";
      readonly type: string;
      readonly message: string;
      readonly text: string;
    }
  /** It says nothing: it is undecided, or what it found is known. */
  | { readonly kind: "skipped"; readonly why: string }
  /** Nobody can tell: the run has not come to a verdict. */
  | { readonly kind: "error"; readonly message: string };

/** The checks of a run, under its title. */
export interface CheckedRun {
  readonly title: string;
  readonly startedAt: string;
  readonly checks: readonly Check[];
}

/**
 * A stored run as checks: one for the run itself, so that what is undecided as a whole is not
 * green; one for each finding without a crash; and one for each case, or where there are thousands,
 * for each kind of finding and of case that held.
 */
export function checksOf(stored: StoredRun): CheckedRun {
  const { run, golden, cases } = stored;
  const uncrashed = findingGroups([], golden?.findings ?? []);
  const ofCases =
    cases.length <= mostCaseChecks ? cases.map(caseCheck(stored)) : kindChecks(stored);
  return {
    title: plainLine(runTitle(run)),
    startedAt: plainLine(run.startedAt),
    checks: [runCheck(stored), ...uncrashed.map((group) => groupCheck(stored, group)), ...ofCases],
  };
}

function runCheck({ run, end }: StoredRun): Check {
  const check = { name: "the run as a whole", part: run.command, seconds: 0 };
  const failed = (message: string): Check => {
    return { ...check, outcome: { kind: "error", message: plainLine(message) } };
  };
  if (end === undefined) return failed("it has not ended: it is under way, or was killed");
  const { why, verdict } = end;
  if ("reason" in why) return failed(`${why.kind}: ${why.reason}`);
  if (verdict === "undecided") return failed("undecided: some of its cases are");
  return { ...check, outcome: { kind: "passed" } };
}

function caseCheck(stored: StoredRun): (record: CaseRecord) => Check {
  return (record) => {
    const { id, cuts, targetMs, checksMs, harnessMs } = record;
    return {
      name: plainLine(id),
      part: plainLine(cuts[0]?.step ?? ""),
      seconds: (targetMs + checksMs + harnessMs) / 1000,
      outcome: outcomeOf(record, stored),
    };
  };
}

function outcomeOf(record: CaseRecord, { run }: StoredRun): CheckOutcome {
  if (record.verdict === "held") return { kind: "passed" };
  if (record.verdict === "undecided") {
    return { kind: "skipped", why: plainLine(`undecided: ${record.reason}`) };
  }
  const findings = record.findings.map(({ class: name, place, checker, message, kill }) => {
    const when = kill === 0 ? "after the last resume" : `after crash ${kill}`;
    return `${name}, ${place}, seen by ${checker} ${when}: ${message}`;
  });
  const [message = record.class] = findings;
  if (record.known && run.options["strict"] !== true) {
    return { kind: "skipped", why: plainLine(`known: ${message}`) };
  }
  const lines = [...findings.map(plainLine), "Show it again with:", replayLine(record.id, run)];
  return {
    kind: "failed",
    type: record.class,
    message: plainLine(message),
    text: lines.join("\n"),
  };
}

function kindChecks(stored: StoredRun): Check[] {
  const { cases } = stored;
  const groups = findingGroups(cases, []).map((group) => groupCheck(stored, group));
  const others = new Map<string, CaseRecord[]>();
  for (const record of cases.filter(({ verdict }) => verdict !== "violated")) {
    const kind = outcomeKind(record);
    others.set(kind, [...(others.get(kind) ?? []), record]);
  }
  return [...groups, ...[...others.values()].map(otherCheck)];
}

/** Cases of one crash model that have held alike, or that are undecided. */
function otherCheck(alike: readonly CaseRecord[]): Check {
  const [first] = alike;
  const check = { part: "cases", seconds: secondsOf(alike) };
  if (first?.verdict === "undecided") {
    const count = counted(alike.length, "case");
    const why = `undecided: ${count}, the first: ${first.id}: ${first.reason}`;
    const outcome = { kind: "skipped", why: plainLine(why) } as const;
    return { ...check, name: `undecided, ${first.model}`, outcome };
  }
  const name = `held: ${first?.class ?? ""}, ${first?.model ?? ""}`;
  return { ...check, name, outcome: { kind: "passed" } };
}

function groupCheck({ run }: StoredRun, { fault, known, cases }: FindingGroup): Check {
  const { class: name, place, checker, message } = fault;
  const [first] = cases;
  const count = first === undefined ? "without a crash" : counted(cases.length, "case");
  const said = plainLine(`${name}, ${place}, seen by ${checker}: ${count}: ${message}`);
  const again = first === undefined ? [] : ["Show one again with:", replayLine(first.id, run)];
  return {
    name: plainLine(`${name}, ${place}, seen by ${checker}${first ? "" : ", without a crash"}`),
    part: first === undefined ? "uninterrupted runs" : "findings",
    seconds: secondsOf(cases),
    outcome:
      known && run.options["strict"] !== true
        ? { kind: "skipped", why: plainLine(`known: ${said}`) }
        : { kind: "failed", type: name, message: said, text: [said, ...again].join("\n") },
  };
}

function secondsOf(cases: readonly CaseRecord[]): number {
  const all = cases.map(({ targetMs, checksMs, harnessMs }) => targetMs + checksMs + harnessMs);
  return all.reduce((sum, ms) => sum + ms, 0) / 1000;
}
