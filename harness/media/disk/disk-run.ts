import type { RecordedRun } from "../../model/recorded-run.js";
import type { TraceShape } from "../../model/steps.js";
import type { ChangeEvent, DiskEvent, TraceEvent, WriteEvent } from "../../model/trace.js";
import { decodeTrace } from "../../shim/record.js";

/** A recorded run whose changes are writes of a disk. */
export class DiskRun implements RecordedRun {
  readonly trace: readonly DiskEvent[];
  readonly traceBytes: Buffer;
  readonly shape: TraceShape;
  /** The changes alone: write N is at index N - 1. */
  readonly writes: readonly WriteEvent[];

  constructor(traceBytes: Buffer, trace: readonly DiskEvent[], shape: TraceShape) {
    this.traceBytes = traceBytes;
    this.trace = trace;
    this.shape = shape;
    this.writes = writesOf(trace);
  }

  /** Decodes the raw records of a run. */
  static decode(
    traceBytes: Buffer,
    shapeOf: (trace: readonly TraceEvent[]) => TraceShape,
  ): DiskRun {
    const trace = decodeTrace(traceBytes, traceBytes.length);
    return new DiskRun(traceBytes, trace, shapeOf(trace));
  }

  /** A run as the disk's. Throws where it is one of another medium: a mistake of the harness. */
  static from(run: RecordedRun): DiskRun {
    if (run instanceof DiskRun) return run;
    throw new Error("this run was not made on a disk");
  }
}

/** The changes of the disk in a trace. */
export function writesOf(trace: readonly DiskEvent[]): WriteEvent[] {
  return trace.filter((event) => event.kind === "write");
}

/** Whether a change is one of a disk. */
export function isWrite(change: ChangeEvent): change is WriteEvent {
  return "offsetBytes" in change;
}
