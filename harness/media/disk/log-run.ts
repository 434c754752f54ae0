import { compareFacts } from "../../oracles/compare-facts.js";
import { sickerThan } from "../../oracles/after-resume.js";
import { applyRecord } from "../../shim/record.js";
import { openFileSource } from "../../layout/byte-source.js";
import { logToTrace } from "../../interchange/log-to-trace.js";
import { readLog } from "../../interchange/read-log.js";
import { shapeOf } from "../../model/steps.js";
import type { GoldenMade, GoldenResult } from "../../runner/golden/golden-run.js";
import type { Examiner } from "./examiner.js";
import type { RecordedRun } from "../../runner/lab/recorded-run.js";
import { writesOf } from "../../runner/lab/traces.js";

const firstStep = "begin";

/**
 * Puts a dm-log-writes file in the place of the recorded run; its marks are the steps. The log must
 * end in what the uninterrupted runs left: otherwise it is of another work, and nothing can be
 * judged. Throws DecodeError with the number of the entry that is damaged.
 */
export async function withLog(
  examiner: Examiner,
  made: GoldenMade,
  path: string | undefined,
): Promise<GoldenResult> {
  if (path === undefined) return made;
  const { disk } = examiner;
  disk.resetToBase();
  const recorded = runOfLog(path, disk.sizeBytes);
  for (const { recordAt, lengthBytes } of recorded.writes) {
    applyRecord(disk, recorded.traceBytes, recordAt, lengthBytes);
  }
  const { base, runs } = made.golden;
  const goldens = runs.map(({ facts }) => facts);
  const facts = examiner.facts();
  const differences = compareFacts(goldens, facts, base).filter(({ kind }) => kind !== "detail");
  const known = runs.flatMap(({ fsck }) => fsck);
  const sick = sickerThan(known, await examiner.fsck(facts));
  disk.resetToBase();
  const [first] = [
    ...differences.map(({ message }) => message),
    ...sick.map(({ partition, complaint }) => `${partition}: ${complaint}`),
  ];
  if (first === undefined) return { ...made, recorded };
  const reason =
    `the log ends in another disk than the command leaves (${first}): ` +
    "is it of this command, on this image?";
  return { kind: "undecided", reason };
}

function runOfLog(path: string, diskBytes: number): RecordedRun {
  const log = openFileSource(path);
  try {
    const { trace, traceBytes, marks } = logToTrace(log, readLog(log), diskBytes);
    const rules = marks.map((step) => ({ line: `^${escaped(step)}$`, step }));
    const shape = shapeOf(trace, firstStep, rules);
    return { trace, traceBytes, writes: writesOf(trace), shape };
  } finally {
    log.close();
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
