import type { ByteSource } from "../layout/byte-source.js";
import { DecodeError } from "../model/errors.js";
import type { DiskEvent } from "../model/trace.js";
import { decodeTrace } from "../shim/record.js";
import type { LogEntry, WriteEntry } from "./log-format.js";
import type { DecodedLog } from "./read-log.js";
import { traceBytesOf, TraceWriter } from "./trace-writer.js";

/** A log as if the shim had recorded it. */
export interface LogAsTrace {
  readonly trace: readonly DiskEvent[];
  readonly traceBytes: Buffer;
  /** Texts of the marks in the order in which each first comes up. */
  readonly marks: readonly string[];
}

const pieceBytes = 1024 * 1024;

/** A trace is one buffer, and Node 20 makes none that is longer than 4 GiB. */
const mostTraceBytes = 2 ** 32 - 4096;

/**
 * Turns a log, and its entries as `readLog` found them, into a trace of a disk of `diskBytes`.
 * A write stays one write; a FLUSH in front of it becomes a flush of its own, a FUA write one
 * through O_DSYNC. A discard becomes a hole, which reads as zeros. A mark becomes a line on
 * stdout, so that a step rule can name it; a mark of several lines becomes one. Writes of nothing
 * are left out. A log has no times and no processes: both are 0. Throws DecodeError with the
 * entry's number where an entry ends behind the disk, or the trace would not fit into a buffer.
 */
export function logToTrace(log: ByteSource, decoded: DecodedLog, diskBytes: number): LogAsTrace {
  const { entries } = decoded;
  const writer = new TraceWriter(measure(entries, diskBytes));
  const marks = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === "mark") {
      marks.add(lineOf(entry.text));
      writer.output(Buffer.from(`${lineOf(entry.text)}\n`));
    }
    if (entry.kind === "flush" || (entry.kind === "write" && entry.flushBefore)) writer.flush();
    if (entry.kind === "discard" && entry.lengthBytes > 0) {
      writer.zero(entry.offsetBytes, entry.lengthBytes);
    }
    if (entry.kind === "write" && entry.lengthBytes > 0) copyData(log, entry, index, writer);
  }
  const trace = decodeTrace(writer.bytes, writer.bytes.length);
  return { trace, traceBytes: writer.bytes, marks: [...marks] };
}

function lineOf(mark: string): string {
  return mark.replaceAll(/[\r\n]+/g, " ");
}

/** How many bytes the trace takes. Checks that everything lies on the disk. */
function measure(entries: readonly LogEntry[], diskBytes: number): number {
  let sizeBytes = 0;
  for (const [index, entry] of entries.entries()) {
    if ("offsetBytes" in entry && entry.offsetBytes + entry.lengthBytes > diskBytes) {
      const end = entry.offsetBytes + entry.lengthBytes;
      const problem = `the ${entry.kind} ends at byte ${end}, the disk has ${diskBytes}`;
      throw new DecodeError(`log.entry[${index}].sector`, problem);
    }
    sizeBytes += bytesOf(entry);
    if (sizeBytes > mostTraceBytes) {
      const problem = `the trace would take more than ${mostTraceBytes} bytes`;
      throw new DecodeError(`log.entry[${index}].nr_sectors`, problem);
    }
  }
  return sizeBytes;
}

function bytesOf(entry: LogEntry): number {
  switch (entry.kind) {
    case "flush":
      return traceBytesOf.flush;
    case "mark":
      return traceBytesOf.data(Buffer.byteLength(lineOf(entry.text)) + 1);
    case "discard":
      return entry.lengthBytes > 0 ? traceBytesOf.zero : 0;
    case "write": {
      const data = entry.lengthBytes > 0 ? traceBytesOf.data(entry.lengthBytes) : 0;
      return data + (entry.flushBefore ? traceBytesOf.flush : 0);
    }
  }
}

/** Copies piece by piece: one read of a file can't be longer than 2 GiB. */
function copyData(log: ByteSource, entry: WriteEntry, index: number, writer: TraceWriter): void {
  const { offsetBytes, lengthBytes, durable, dataAt } = entry;
  const target = writer.data(offsetBytes, lengthBytes, durable);
  for (let done = 0; done < lengthBytes; done += pieceBytes) {
    const wanted = Math.min(pieceBytes, lengthBytes - done);
    if (log.read(dataAt + done, wanted).copy(target, done) < wanted) {
      throw new DecodeError(`log.entry[${index}].nr_sectors`, "the log has become shorter");
    }
  }
}
