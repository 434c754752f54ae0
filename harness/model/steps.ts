import { lastSignalAt, type CrashPoint, type TraceEvent } from "./trace.js";

/** How a step is recognised in the output: the first rule that matches a line names the step. */
export interface StepRule {
  /** A regular expression. */
  readonly line: string;
  readonly step: string;
}

/** A part of a trace in which the target was in one step. A range is empty when last < first. */
export interface StepSpan {
  readonly step: string;
  readonly firstWrite: number;
  readonly lastWrite: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What a trace looks like, without its bytes: enough to choose crash points in it. */
export interface TraceShape {
  readonly writeCount: number;
  readonly lineCount: number;
  readonly spans: readonly StepSpan[];
}

/**
 * Cuts a trace into steps. Each command begins in `firstStep`; a complete line of output that a
 * rule matches begins another. A line belongs to the step that it begins.
 */
export function shapeOf(
  trace: readonly TraceEvent[],
  firstStep: string,
  rules: readonly StepRule[],
): TraceShape {
  const matchers = rules.map(({ line, step: name }) => ({ line: new RegExp(line), name }));
  const spans: StepSpan[] = [];
  const unfinished = { stdout: "", stderr: "" };
  let [step, writes, lines] = [firstStep, 0, 0];
  let [firstWrite, firstLine] = [1, 1];
  const close = (next: string, linesBefore: number): void => {
    if (next === step) return;
    if (writes >= firstWrite || linesBefore >= firstLine) {
      spans.push({ step, firstWrite, lastWrite: writes, firstLine, lastLine: linesBefore });
    }
    [step, firstWrite, firstLine] = [next, writes + 1, linesBefore + 1];
  };
  for (const event of trace) {
    if (event.kind === "write") writes = event.number;
    if (event.kind === "mark") close(firstStep, lines);
    if (event.kind !== "output") continue;
    const pieces = (unfinished[event.stream] + event.text).split("\n");
    unfinished[event.stream] = pieces.pop() ?? "";
    for (const line of pieces) {
      const rule = matchers.find((each) => each.line.test(line));
      if (rule !== undefined) close(rule.name, lines);
      lines += 1;
    }
  }
  close("", lines);
  return { writeCount: writes, lineCount: lines, spans };
}

function writeAt(point: CrashPoint): number {
  if (point.kind === "line") return 0;
  return point.kind === "interrupt" ? lastSignalAt(point) : point.writes;
}

/** The step in which a crash point lies: of an interrupt, the one in which its last signal came. */
export function stepAt(shape: TraceShape, point: CrashPoint): string {
  const torn = point.kind === "write" && point.bytes > 0;
  const write = writeAt(point) + (torn ? 1 : 0);
  const inside = ({ firstWrite, lastWrite, firstLine, lastLine }: StepSpan): boolean =>
    point.kind === "line"
      ? point.line >= firstLine && point.line <= lastLine
      : write >= firstWrite && write <= lastWrite;
  return (shape.spans.find(inside) ?? shape.spans[0])?.step ?? "";
}
