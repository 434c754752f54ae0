import { messageOf } from "../../model/errors.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord, ViolatedRecord } from "../../store/records.js";
import type { RunEnd, RunResult } from "../run/run-events.js";

/** What a run of many cases is judged by. */
export interface RunFacts {
  readonly records: readonly CaseRecord[];
  readonly end: RunEnd;
  /** What is wrong without a crash. */
  readonly uncrashed: readonly UncrashedFinding[];
  /** What was to be crashed as well, and could not be. */
  readonly notNested: readonly string[];
  /** What is known counts like the rest. */
  readonly strict: boolean;
  /** It is a shard of more than there are cases, and this one gets none. */
  readonly isEmptyShard: boolean;
}

/** The verdict over all cases, and what was not decided. */
export function judgeRun(facts: RunFacts): Pick<RunResult, "verdict" | "undecided"> {
  const { records, uncrashed, strict } = facts;
  const undecided = openIn(facts);
  const isRed =
    records.some((record) => isFailure(record, strict)) ||
    uncrashed.some(({ known }) => strict || !known);
  if (isRed) return { verdict: "violated", undecided };
  return { verdict: undecided.length > 0 ? "undecided" : "held", undecided };
}

/** Whether a case makes a run red. */
export function isFailure(record: CaseRecord, strict: boolean): record is ViolatedRecord {
  return record.verdict === "violated" && (strict || !record.known);
}

/** Also a case whose violation is known: the kills that did not land have shown nothing. */
function openIn({ records, end, notNested, isEmptyShard }: RunFacts): string[] {
  return [
    ...whyEndedSo(end),
    ...notNested,
    ...records.flatMap((record) => {
      const { id, cuts } = record;
      if (record.verdict === "undecided") return [`${id}: ${record.reason}`];
      const place = cuts.findIndex(({ landed }) => landed !== "landed");
      return place < 0 ? [] : [`${id}: crash ${place + 1} was ${cuts[place]?.landed ?? ""}`];
    }),
    ...(records.length === 0 && !isEmptyShard ? ["no case was run"] : []),
  ];
}

function whyEndedSo(end: RunEnd): string[] {
  switch (end.kind) {
    case "complete":
    case "limit":
      return [];
    case "undecided":
      return [end.reason];
    case "stopped":
    case "broke":
      return [`ended early: ${messageOf(end.cause)}`];
  }
}
