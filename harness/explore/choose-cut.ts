import type { Stream } from "../model/prng.js";
import type { StepSpan, TraceShape } from "../model/steps.js";
import type { CrashPoint } from "../model/trace.js";

/** How a soak chooses where to kill: evenly over the writes, over the steps, or by the clock. */
export type Aim = "writes" | "steps" | "time";

/**
 * Draws a crash point from a trace of that shape. `wanted` names steps in order of preference;
 * the first of them that the trace has is taken. Undefined when there is nothing to cut: the
 * run neither wrote nor said anything, or it has none of the wanted steps.
 */
export function chooseCut(
  shape: TraceShape,
  wanted: readonly string[] | "writes",
  stream: Stream,
): CrashPoint | undefined {
  if (wanted === "writes") {
    if (shape.writeCount > 0) return afterWrite(stream.integer(1, shape.writeCount));
    return shape.lineCount > 0 ? atLine(stream.integer(1, shape.lineCount)) : undefined;
  }
  for (const step of wanted) {
    const spans = shape.spans.filter((span) => span.step === step);
    const writes = spans.flatMap((span) => range(span.firstWrite, span.lastWrite));
    if (writes.length > 0) return afterWrite(stream.pick(writes));
    const lines = spans.flatMap((span: StepSpan) => range(span.firstLine, span.lastLine));
    if (lines.length > 0) return atLine(stream.pick(lines));
  }
  return undefined;
}

function afterWrite(writes: number): CrashPoint {
  return { kind: "write", writes, bytes: 0 };
}

function atLine(line: number): CrashPoint {
  return { kind: "line", line };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
