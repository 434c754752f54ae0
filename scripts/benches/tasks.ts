// What the bench asks of the program that it runs in a sandbox, and what it gets back.

export type WriteContender = "plain" | "shim" | "nbdfuse";

/** 512-byte writes with dd. */
export interface WritesTask {
  readonly kind: "writes";
  readonly contender: WriteContender;
  readonly writeCount: number;
}

export interface WritesResult {
  readonly writesPerSecond: number;
  /** The command that did the writes. */
  readonly command: string;
}

/** What the tasks with a real target need. The image is a file outside the sandbox. */
export interface TargetTask {
  readonly scenario: string;
  readonly target: string;
  readonly imagePath: string;
}

/** Interleaved runs of a scenario's commands: bare, on the write-back mount, recorded. */
export interface ResizerTask extends TargetTask {
  readonly kind: "resizer";
  readonly repetitions: number;
}

export interface ResizerResult {
  readonly bareMs: readonly number[];
  readonly plainMs: readonly number[];
  readonly directMs: readonly number[];
}

/** The same data and the same writes on a sparse disk of some size. */
export interface DiskSizeTask {
  readonly kind: "disk size";
  readonly diskBytes: number;
  readonly repetitions: number;
}

export interface DiskSizeResult {
  readonly loadMs: number;
  readonly runMs: readonly number[];
  readonly resetMs: readonly number[];
  readonly rssBytes: number;
}

/** Memory after some recorded runs. */
export interface MemoryTask extends TargetTask {
  readonly kind: "memory";
  readonly runs: number;
}

export interface MemoryResult {
  readonly rssBytes: number;
  /** Data of the base, and the most that one run left in the trace and in changed pages. */
  readonly writtenBytes: number;
}

/** Kills for a while: on the shim, or the classic way. */
export interface KillsTask extends TargetTask {
  readonly kind: "shim kills" | "classic kills";
  readonly seed: string;
  readonly seconds: number;
}

export interface KillsResult {
  readonly seconds: number;
  /** Kills that came before the target had ended. */
  readonly landed: number;
  readonly tooLate: number;
  readonly distinctStates: number;
  readonly insideGptUpdates: number;
}

/** Explored states and the bare resumes of their images. */
export interface StatesTask extends TargetTask {
  readonly kind: "states";
  readonly seed: string;
  readonly states: number;
}

export interface StatesResult {
  readonly bareMs: readonly number[];
  readonly stateMs: readonly number[];
}

export type InnerTask =
  | StatesTask
  | WritesTask
  | ResizerTask
  | DiskSizeTask
  | MemoryTask
  | (KillsTask & { kind: KillsTask["kind"] });
