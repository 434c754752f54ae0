import { DecodeError } from "../model/errors.js";
import type { TraceEvent, WriteEvent } from "../model/trace.js";
import type { PagedDisk } from "./paged-disk.js";
import { fallocateMode, node, opcode, request } from "./wire.js";

/** O_SYNC contains O_DSYNC, so this bit stands for both. */
const dsyncBit = 0o10000;

/**
 * Applies one recorded change to a disk, the first `byteCount` bytes of its data. This is the
 * only place where a trace becomes bytes of a disk, live or later.
 */
export function applyRecord(disk: PagedDisk, trace: Buffer, at: number, byteCount: number): void {
  switch (trace.readUInt32LE(at + request.opcode)) {
    case opcode.write:
      disk.write(u64(trace, at + request.writeOffset), trace, at + request.writeData, byteCount);
      return;
    case opcode.setattr:
      disk.truncate(u64(trace, at + request.setattrSize));
      return;
    case opcode.fallocate: {
      const mode = trace.readUInt32LE(at + request.fallocateMode);
      const offset = u64(trace, at + request.fallocateOffset);
      const length = u64(trace, at + request.fallocateLength);
      const grows = (mode & fallocateMode.keepSize) === 0 && offset + length > disk.sizeBytes;
      if (grows) disk.truncate(offset + length);
      const clears = (mode & (fallocateMode.punchHole | fallocateMode.zeroRange)) !== 0;
      if (clears) disk.zero(offset, length);
    }
  }
}

/** A note has this many bytes of text, and takes this much of the trace. */
export const markTextBytes = 16;
export const markBytes = request.body + markTextBytes;

/** Puts a note of the harness at `at`. The text is `markTextBytes` long. */
export function writeMark(trace: Buffer, at: number, text: string, timeUs: number): void {
  const length = markBytes;
  trace.fill(0, at, at + request.body);
  trace.writeUInt32LE(length, at);
  trace.writeUInt32LE(opcode.mark, at + request.opcode);
  trace.writeDoubleLE(timeUs, at + request.unique);
  trace.write(text, at + request.body, markTextBytes, "latin1");
}

/**
 * Decodes the bytes of a trace: FUSE requests one after the other, each on an 8-byte boundary,
 * the time in microseconds in place of `unique`. Throws DecodeError with the record's number.
 */
export function decodeTrace(trace: Buffer, tailBytes: number): TraceEvent[] {
  const events: TraceEvent[] = [];
  let writeCount = 0;
  for (let at = 0; at < tailBytes;) {
    const path = `trace.record[${events.length}]`;
    const length = tailBytes - at >= request.body ? trace.readUInt32LE(at) : 0;
    if (length < request.body || at + length > tailBytes) {
      throw new DecodeError(`${path}.length`, `${length} does not fit, the trace is cut off here`);
    }
    const event = decodeRecord(trace, at, length, writeCount + 1, path);
    if (event.kind === "write") writeCount += 1;
    events.push(event);
    at += aligned(length);
  }
  return events;
}

function decodeRecord(
  trace: Buffer,
  at: number,
  length: number,
  number: number,
  path: string,
): TraceEvent {
  const code = trace.readUInt32LE(at + request.opcode);
  const timeUs = trace.readDoubleLE(at + request.unique);
  const pid = trace.readUInt32LE(at + request.pid);
  const nodeId = trace.readUInt32LE(at + request.nodeId);
  if (code === opcode.mark) {
    return {
      kind: "mark",
      text: trace.toString("latin1", at + request.body, at + length).trim(),
      timeUs,
    };
  }
  if (code === opcode.fsync) return { kind: "flush", pid, timeUs };
  if (code === opcode.write && nodeId !== node.disk) {
    const stream = nodeId === node.stdout ? "stdout" : "stderr";
    const text = trace.toString("utf8", at + request.writeData, at + length);
    return { kind: "output", stream, text, pid, timeUs };
  }
  return { ...decodeWrite(trace, at, code, path), pid, timeUs, number, recordAt: at };
}

function decodeWrite(
  trace: Buffer,
  at: number,
  code: number,
  path: string,
): Omit<WriteEvent, "pid" | "timeUs" | "number" | "recordAt"> {
  const kind = "write" as const;
  switch (code) {
    case opcode.write: {
      const synchronous = (trace.readUInt32LE(at + request.writeFileFlags) & dsyncBit) !== 0;
      const lengthBytes = trace.readUInt32LE(at + request.writeSize);
      const offsetBytes = u64(trace, at + request.writeOffset);
      return { kind, change: "data", offsetBytes, lengthBytes, synchronous };
    }
    case opcode.setattr: {
      const offsetBytes = u64(trace, at + request.setattrSize);
      return { kind, change: "size", offsetBytes, lengthBytes: 0, synchronous: false };
    }
    case opcode.fallocate: {
      const mode = trace.readUInt32LE(at + request.fallocateMode);
      const clears = (mode & (fallocateMode.punchHole | fallocateMode.zeroRange)) !== 0;
      const offsetBytes = u64(trace, at + request.fallocateOffset);
      const lengthBytes = u64(trace, at + request.fallocateLength);
      const change = clears ? ("zero" as const) : ("size" as const);
      return { kind, change, offsetBytes, lengthBytes, synchronous: false };
    }
    default:
      throw new DecodeError(`${path}.opcode`, `expected a record of a trace, found ${code}`);
  }
}

function aligned(lengthBytes: number): number {
  return Math.ceil(lengthBytes / 8) * 8;
}

function u64(buffer: Buffer, at: number): number {
  return buffer.readUInt32LE(at) + buffer.readUInt32LE(at + 4) * 2 ** 32;
}
