import type { RunEvent } from "../run/run-events.js";
import type { Run } from "../run/run.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import type { NightLine, NightRecord } from "../../store/night/night-record.js";

/** What came of a night. */
export interface NightResult {
  readonly path: string;
  /** Why it has ended: its time or its turns were up, it was stopped, or the harness has failed. */
  readonly why: "limit" | "stopped" | "broke";
  /** Of what has stopped it, or of the failure. */
  readonly cause?: Error;
}

/** What happens in a night, in this order. */
export type NightEvent =
  | { readonly kind: "notice"; readonly text: string }
  | {
      readonly kind: "start";
      readonly night: NightRecord;
      readonly folder: string;
      /** Turns that have ended before, where it is continued. */
      readonly turnsDone: number;
    }
  /** A line of turns.jsonl. */
  | { readonly kind: "line"; readonly line: NightLine }
  /** What is wrong without a crash, in the run of a turn. */
  | { readonly kind: "uncrashed"; readonly findings: readonly UncrashedFinding[] }
  /** A case that did not hold, and is not known. */
  | { readonly kind: "case"; readonly record: CaseRecord };

/** What is told in a night of an event of a run: events are kept, and a night has many. */
export function toldOf(event: RunEvent): NightEvent | undefined {
  if (event.kind === "notice") return { kind: "notice", text: `  ${event.text}` };
  if (event.kind === "plan" && event.golden.findings.length > 0) {
    return { kind: "uncrashed", findings: event.golden.findings };
  }
  if (event.kind !== "case") return undefined;
  const { record } = event;
  return record.verdict === "held" || record.known ? undefined : { kind: "case", record };
}

/** A night under way. */
export type NightRun = Run<NightEvent, NightResult>;
