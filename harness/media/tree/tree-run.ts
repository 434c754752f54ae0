import type { RecordedRun } from "../../model/recorded-run.js";
import type { TraceShape } from "../../model/steps.js";
import type { ChangeEvent, TraceEvent } from "../../model/trace.js";
import type { TreeChange, TreeEvent } from "../../model/tree/tree-change.js";
import { decodeTreeTrace } from "../../shim/tree/tree-record.js";

/** A recorded run whose changes are those of a tree. */
export class TreeRun implements RecordedRun {
  readonly trace: readonly TreeEvent[];
  readonly traceBytes: Buffer;
  readonly shape: TraceShape;
  /** The changes alone: change N is at index N - 1. */
  readonly changes: readonly TreeChange[];

  constructor(traceBytes: Buffer, trace: readonly TreeEvent[], shape: TraceShape) {
    this.traceBytes = traceBytes;
    this.trace = trace;
    this.shape = shape;
    this.changes = trace.filter((event) => event.kind === "write");
  }

  /** Decodes the raw records of a run. Throws DecodeError. */
  static decode(
    traceBytes: Buffer,
    shapeOf: (trace: readonly TraceEvent[]) => TraceShape,
  ): TreeRun {
    const trace = decodeTreeTrace(traceBytes);
    return new TreeRun(traceBytes, trace, shapeOf(trace));
  }

  /** A run as the tree's. Throws where it is one of another medium: a mistake of the harness. */
  static from(run: RecordedRun): TreeRun {
    if (run instanceof TreeRun) return run;
    throw new Error("this run was not made on a tree");
  }
}

/** A change as the tree's. Throws where it is one of another medium: a mistake of the harness. */
export function treeChange(change: ChangeEvent): TreeChange {
  if ("change" in change && "ino" in change) return change as TreeChange;
  throw new Error(`change ${change.number} is none of a tree`);
}
