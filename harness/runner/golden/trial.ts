import type { Scenario } from "../../catalogue/scenario.js";
import type { Medium } from "../../media/medium.js";
import type { TraceEvent } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";
import type { Lab } from "../lab/lab.js";
import { textOf } from "../lab/traces.js";

/** What one run of a command has shown. */
export interface Trial {
  /** Its exit code, or why it has none: it hung, or a signal has ended it. */
  readonly end: number | string;
  /** All that it printed. */
  readonly said: string;
  readonly durationMs: number;
  readonly writeCount: number;
  readonly lines: readonly PrintedLine[];
  /** What it did to the medium, in words. */
  readonly work: readonly string[];
  /** What it has lost without being asked to, as far as its command line tells. */
  readonly losses: readonly Fault[];
  readonly leftAlone: readonly string[];
  /** Its bytes are others, its files are the same. */
  readonly sameFiles: readonly string[];
  /** What is wrong with the medium before anything has run. */
  readonly baseProblems: readonly string[];
}

/** A line that was printed, with `{disk}` for the disk, and the writes before the next one. */
export interface PrintedLine {
  readonly text: string;
  readonly writes: number;
}

/**
 * Runs the commands of a scenario once on its medium, whatever their exit code, to see what they
 * do. Throws as `lab.run` does.
 */
export async function tryOnce(lab: Lab, medium: Medium, scenario: Scenario): Promise<Trial> {
  lab.bench.resetToBase();
  const watch = await medium.watchGolden(scenario);
  const record = await lab.run({ part: "first", kind: "recorded", watch: "nothing" });
  const { trace, status, durationMs } = record;
  const { medium: path } = lab.bench.paths("recorded");
  const { lines: work, faults: losses, leftAlone, sameFiles } = await watch.workDone();
  const { exitCode = null, signal } = record.exits.at(-1) ?? {};
  const why =
    record.ended === "hung" ? "it did not end within its time" : `${signal ?? "a signal"} ended it`;
  const isOver = record.ended === "finished" && exitCode !== null;
  return {
    end: isOver ? exitCode : why,
    said: textOf(trace),
    durationMs,
    writeCount: status.writeCount,
    lines: printedLines(trace).map((line) => ({
      ...line,
      text: line.text.replaceAll(path, "{disk}"),
    })),
    ...{ work, losses, leftAlone, sameFiles },
    baseProblems: watch.baseProblems,
  };
}

/** Each complete line of a trace, in the order in which they were complete. */
export function printedLines(trace: readonly TraceEvent[]): PrintedLine[] {
  const lines: { text: string; writes: number }[] = [];
  const unfinished = { stdout: "", stderr: "" };
  for (const event of trace) {
    const last = lines.at(-1);
    if (event.kind === "write" && last !== undefined) last.writes += 1;
    if (event.kind !== "output") continue;
    const pieces = (unfinished[event.stream] + event.text).split("\n");
    unfinished[event.stream] = pieces.pop() ?? "";
    lines.push(...pieces.map((text) => ({ text, writes: 0 })));
  }
  return lines;
}
