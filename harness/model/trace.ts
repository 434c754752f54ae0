import type { PowerLoss } from "./power.js";

/** One recorded alteration of the medium. Numbers count from 1, in the order of the changes. */
export interface ChangeEvent {
  readonly kind: "write";
  readonly number: number;
  readonly pid: number;
  readonly timeUs: number;
}

/** A change of a disk, in the order in which the shim applied them. */
export interface WriteEvent extends ChangeEvent {
  /** Bytes were written; a range was made zero; the size was set. */
  readonly change: "data" | "zero" | "size";
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Written through O_SYNC or O_DSYNC: durable once it has returned. */
  readonly synchronous: boolean;
  /** Where the record starts in the trace's bytes. */
  readonly recordAt: number;
}

export interface FlushEvent {
  readonly kind: "flush";
  /** It was a sync() of all file systems, and not a flush of the disk alone. */
  readonly ofSystem?: true;
  readonly pid: number;
  readonly timeUs: number;
}

/** A piece of what the target printed. Pieces are as the target wrote them, not lines. */
export interface OutputEvent {
  readonly kind: "output";
  readonly stream: "stdout" | "stderr";
  readonly text: string;
  readonly pid: number;
  readonly timeUs: number;
}

/** A note of the harness: a command started or ended. */
export interface MarkEvent {
  readonly kind: "mark";
  readonly text: string;
  readonly timeUs: number;
}

/** Everything that one run did, in order. `Change` is what a change of the medium tells. */
export type TraceEvent<Change extends ChangeEvent = ChangeEvent> =
  Change | FlushEvent | OutputEvent | MarkEvent;

/** What a run did to a disk. */
export type DiskEvent = TraceEvent<WriteEvent>;

/**
 * A position in a trace. After `writes` changes and `bytes` bytes of the next one; or, where
 * `line` is given, at the moment when that many lines have been printed; or with the power lost;
 * or with ctrl-C or another signal, after which the target may go on.
 */
export type CrashPoint = WritePoint | LinePoint | Interrupt | PowerLoss;

/** Where a trace can be cut, as far as writes go. */
export interface WritePoint {
  readonly kind: "write";
  readonly writes: number;
  readonly bytes: number;
}

export interface LinePoint {
  readonly kind: "line";
  readonly line: number;
}

/** Signals that ask a target to end, the usual one first. ctrl-C at a terminal sends SIGINT. */
export const interruptSignals = ["INT", "TERM", "HUP"] as const;
export type InterruptSignal = (typeof interruptSignals)[number];

/**
 * The process group gets a signal after `writes` changes, as ctrl-C at a terminal sends it. What
 * the target does then is its own affair, so that only a live run can be interrupted.
 */
export interface Interrupt {
  readonly kind: "interrupt";
  /** From 1. */
  readonly writes: number;
  readonly signal: InterruptSignal;
  /** It gets the same signal again, after so many more changes. From 1. */
  readonly againAfter?: number;
}

/** After how many changes the last signal of an interrupt is sent. */
export function lastSignalAt({ writes, againAfter = 0 }: Interrupt): number {
  return writes + againAfter;
}

/** Where a run can be stopped while it goes on. */
export type StopPoint = WritePoint | LinePoint | Interrupt;

/** A crash point whose image can be made from a recorded run, without the target. */
export type ExploredPoint = WritePoint | PowerLoss;

/** Whether a crash point is one of these: at a line and after ctrl-C it takes the target. */
export function isExplored(point: CrashPoint): point is ExploredPoint {
  return point.kind === "write" || point.kind === "power";
}

/** The same crash in the trace that a live one has left: where it ends, all changes had landed. */
export function pointAtEndOf(changeCount: number, point: CrashPoint): ExploredPoint {
  return isExplored(point) ? point : { kind: "write", writes: changeCount, bytes: 0 };
}

/** The ways in which a run can be ended. */
export const crashModels = ["kill", "torn", "power", "interrupt"] as const;
export type CrashModel = (typeof crashModels)[number];

/** The model that a crash point belongs to. */
export function modelOf(point: CrashPoint): CrashModel {
  if (point.kind === "power" || point.kind === "interrupt") return point.kind;
  return point.kind === "write" && point.bytes > 0 ? "torn" : "kill";
}
