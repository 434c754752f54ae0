import type { PowerLoss } from "./power.js";

/** A change of the disk. Numbers count from 1 in the order in which the shim applied them. */
export interface WriteEvent {
  readonly kind: "write";
  readonly number: number;
  /** Bytes were written; a range was made zero; the size was set. */
  readonly change: "data" | "zero" | "size";
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly pid: number;
  readonly timeUs: number;
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

/** Everything that one run did, in order. */
export type TraceEvent = WriteEvent | FlushEvent | OutputEvent | MarkEvent;

/**
 * A position in a trace. After `writes` changes and `bytes` bytes of the next one; or, where
 * `line` is given, at the moment when that many lines have been printed; or with the power lost;
 * or with ctrl-C, after which the target may go on.
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

/**
 * The process group gets SIGINT after `writes` changes, as ctrl-C at a terminal sends it. What the
 * target does then is its own affair, so that only a live run can be interrupted.
 */
export interface Interrupt {
  readonly kind: "interrupt";
  /** From 1. */
  readonly writes: number;
}

/** The ways in which a run can be ended. */
export const crashModels = ["kill", "torn", "power", "interrupt"] as const;
export type CrashModel = (typeof crashModels)[number];

/** The model that a crash point belongs to. */
export function modelOf(point: CrashPoint): CrashModel {
  if (point.kind === "power" || point.kind === "interrupt") return point.kind;
  return point.kind === "write" && point.bytes > 0 ? "torn" : "kill";
}
