import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { logToTrace } from "../../interchange/log-to-trace.js";
import { readLog } from "../../interchange/read-log.js";
import { traceToLog } from "../../interchange/trace-to-log.js";
import { writeLog } from "../../interchange/write-log.js";
import { openFileSource } from "../../layout/byte-source.js";
import { HarnessError, messageOf } from "../../model/errors.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { shapeOf } from "../../model/steps.js";
import { sickerThan } from "../../oracles/after-resume.js";
import { compareFacts } from "../../oracles/compare/compare-facts.js";
import { applyRecord } from "../../shim/record.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import type { ExportedLog, MediumGolden, TraceLogs } from "../medium.js";
import { diskGolden, type DiskGolden } from "./golden/disk-golden.js";
import { DiskRun } from "./disk-run.js";
import type { Examiner } from "./examiner.js";

const firstStep = "begin";

/** Recorded runs as dm-log-writes files. */
export class DiskLogs implements TraceLogs {
  readonly #disk: PagedDisk;
  readonly #examiner: Examiner;

  constructor(disk: PagedDisk, examiner: Examiner) {
    this.#disk = disk;
    this.#examiner = examiner;
  }

  /** The marks of the log are the steps. Throws DecodeError with the number of a damaged entry. */
  async read(path: string, golden: MediumGolden): ReturnType<TraceLogs["read"]> {
    const disk = this.#disk;
    disk.resetToBase();
    const recorded = runOfLog(path, disk.sizeBytes);
    for (const { recordAt, lengthBytes } of recorded.writes) {
      applyRecord(disk, recorded.traceBytes, recordAt, lengthBytes);
    }
    const difference = await this.#difference(diskGolden(golden));
    disk.resetToBase();
    if (difference === undefined) return recorded;
    const reason =
      `the log ends in another disk than the command leaves (${difference}): ` +
      "is it of this command, on this image?";
    return { kind: "undecided", reason };
  }

  async #difference({ golden: { base, runs } }: DiskGolden): Promise<string | undefined> {
    const goldens = runs.map(({ facts }) => facts);
    const facts = await this.#examiner.read();
    const differences = compareFacts(goldens, facts, base).filter(({ kind }) => kind !== "detail");
    const known = runs.flatMap(({ fsck }) => fsck);
    const sick = sickerThan(known, await this.#examiner.fsck(facts));
    const [first] = [
      ...differences.map(({ place, message }) => `${place}: ${message}`),
      ...sick.map(({ partition, complaint }) => `${partition}: ${complaint}`),
    ];
    return first;
  }

  write(path: string, run: RecordedRun, changeCount: number): ExportedLog {
    return exportLog(this.#disk, DiskRun.from(run), changeCount, path);
  }
}

function runOfLog(path: string, diskBytes: number): DiskRun {
  const log = openFileSource(path);
  try {
    const { trace, traceBytes, marks } = logToTrace(log, readLog(log), diskBytes);
    const rules = marks.map((step) => ({ line: `^${escaped(step)}$`, step }));
    const shape = shapeOf(trace, firstStep, rules);
    return new DiskRun(traceBytes, trace, shape);
  } finally {
    log.close();
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/**
 * Writes the first `writeCount` writes of a recorded run as a dm-log-writes file. The disk must be
 * in the state that the run started from. A file is there whole or not at all.
 */
function exportLog(
  disk: PagedDisk,
  { trace, traceBytes, shape }: DiskRun,
  writeCount: number,
  path: string,
): ExportedLog {
  const end = trace.findIndex((event) => event.kind === "write" && event.number > writeCount);
  const part = end < 0 ? trace : trace.slice(0, end);
  const { entries, losses } = traceToLog(disk, { trace: part, traceBytes, spans: shape.spans });
  const unfinished = `${path}.new`;
  try {
    const descriptor = openSync(unfinished, "w");
    try {
      for (const piece of writeLog(entries)) writeAll(descriptor, piece);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new HarnessError(`cannot write ${path}: ${messageOf(cause)}`, { cause });
  }
  const counted = Object.entries(losses).map(([name, count]) => ({ name, count: count as number }));
  return { entryCount: entries.length, losses: counted };
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
