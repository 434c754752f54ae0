import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { traceToLog, type LogLosses } from "../../interchange/trace-to-log.js";
import { writeLog } from "../../interchange/write-log.js";
import { HarnessError, messageOf } from "../../model/errors.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import type { RecordedRun } from "../../runner/lab/recorded-run.js";

/** What an exported log holds. */
export interface ExportedLog {
  readonly entryCount: number;
  readonly losses: LogLosses;
}

/**
 * Writes the first `writeCount` writes of a recorded run as a dm-log-writes file. The disk must be
 * in the state that the run started from. A file is there whole or not at all.
 */
export function exportLog(
  disk: PagedDisk,
  { trace, traceBytes, shape }: RecordedRun,
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
  return { entryCount: entries.length, losses };
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
