import type { ByteRange } from "../model/byte-range.js";
import type { RecordedRun } from "../model/recorded-run.js";
import type { TraceShape } from "../model/steps.js";
import type { StopPoint, TraceEvent } from "../model/trace.js";

/** Where a run finds things: the medium, and the files that take what it prints. */
export interface RunPaths {
  readonly medium: string;
  readonly stdout: string;
  readonly stderr: string;
  /** A watcher of system calls writes a line here for each sync(). */
  readonly syncs: string;
}

/** Changes of these bytes are slowed down. */
export interface Delay {
  readonly ms: number;
  readonly ranges: readonly ByteRange[];
}

/** What a run is to meet. A plain one is not recorded, and so can't be stopped at a point. */
export type RunPlan =
  | { readonly kind: "plain" }
  | { readonly kind: "recorded"; readonly stop?: StopPoint; readonly delay?: Delay };

/** Where a run stands. */
export interface RunStatus {
  readonly cut: boolean;
  readonly writeCount: number;
  readonly lineCount: number;
  readonly lateWriteCount: number;
  /** Changes at or after the cut by processes that had left the killed group. */
  readonly escapedWriteCount: number;
  /** Why the bench gave up, or "none". */
  readonly failure: string;
  /** Signals that were sent to interrupt it. */
  readonly interruptCount: number;
  /** When the last of them was sent, in milliseconds since 1970; undefined where none was. */
  readonly interruptedAtMs: number | undefined;
}

/** A state of the medium that was kept. It takes room until it is forgotten. */
export interface KeptState {
  /** It is the state that all runs begin with. */
  readonly isBase: boolean;
  /** Makes it the current state and the snapshot. */
  restore(): void;
  /** Makes it the current state alone; the snapshot must still be the one of then. */
  goBack(): void;
  forget(): void;
}

/**
 * Holds a medium for runs, one at a time: a base that stays, a snapshot to go back to, and the
 * current state. Records what each run does to it.
 */
export interface Bench {
  /** What the medium is called in messages: "disk". */
  readonly noun: string;

  /** Prepares a run. No target may be running. */
  begin(plan: RunPlan): Promise<void>;
  paths(kind: RunPlan["kind"]): RunPaths;
  /** Tells whom to kill at a cut; 0 for nobody. */
  setVictim(id: number): void;
  /** Tells which command of the run is next, from 1; the trace notes it. */
  setCommand(number: number): void;
  /** Stops the run now, wherever it is. */
  cutNow(): void;
  status(): RunStatus;
  /** Ends a run, when its processes are gone. */
  settle(): Promise<void>;

  /** What the run has done, valid until the next one begins. */
  trace(): readonly TraceEvent[];
  /** The raw records of it, as a copy. */
  traceBytes(): Buffer;
  /** It, to make crash images from: a copy, since the next run overwrites it. */
  recorded(shapeOf: (trace: readonly TraceEvent[]) => TraceShape): RecordedRun;
  /** A run from its raw records. */
  runOf(traceBytes: Buffer, shapeOf: (trace: readonly TraceEvent[]) => TraceShape): RecordedRun;

  /** Back to the base. */
  resetToBase(): void;
  /** Back to the snapshot. */
  reset(): void;
  /** Makes the current state the snapshot. */
  promote(): void;
  save(): KeptState;
  /** The current state as bytes, to be stored: as far as it is not what most runs end in. */
  stateBytes(): Buffer;
  /** Makes a stored state the current one and the snapshot. Throws DecodeError. */
  loadState(bytes: Buffer): void;

  /** Names the current state: equal for equal states only. */
  key(): string;
  /** A digest of how it differs from the base, the same on every machine. */
  digest(): string;
  /** How it is not as it was at the start of all, in words; undefined where it is. */
  changeFromBase(): string | undefined;
  /** How it is not the snapshot, in words ("2 pages changed, ..."); undefined where it is. */
  changeFromSnapshot(): string | undefined;
  /** It in lines for people. */
  describe(): readonly string[];
  /** Leaves a copy of it in a folder that is there. */
  keep(folder: string, name: string): void;
}
