import type { RunEvent } from "../run/run-events.js";
import type { Run } from "../run/run.js";
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
  /** Of the run of a turn. */
  | { readonly kind: "run"; readonly turn: number; readonly event: RunEvent };

/** A night under way. */
export type NightRun = Run<NightEvent, NightResult>;
