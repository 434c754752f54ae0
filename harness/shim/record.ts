import { DecodeError } from "../model/errors.js";
import type { DiskEvent, WriteEvent } from "../model/trace.js";
import type { PagedDisk } from "./paged-disk.js";
import { decodeAside, recordsOf, type RecordPlace } from "./records.js";
import { fallocateMode, opcode, request } from "./wire.js";

/** O_SYNC contains O_DSYNC, so this bit stands for both. */
export const dsyncBit = 0o10000;

/**
 * Applies one recorded change to a disk: the bytes of its data from `fromBytes` up to, and
 * without, `toBytes`; a change without data is applied whole. This is the only place where a
 * trace becomes bytes of a disk, live or later.
 */
export function applyRecord(
  disk: PagedDisk,
  trace: Buffer,
  at: number,
  toBytes: number,
  fromBytes = 0,
): void {
  switch (trace.readUInt32LE(at + request.opcode)) {
    case opcode.write: {
      const offset = u64(trace, at + request.writeOffset) + fromBytes;
      disk.write(offset, trace, at + request.writeData + fromBytes, toBytes - fromBytes);
      return;
    }
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
export function decodeTrace(trace: Buffer, tailBytes: number): DiskEvent[] {
  const events: DiskEvent[] = [];
  let writeCount = 0;
  for (const place of recordsOf(trace, tailBytes)) {
    const event = decodeRecord(trace, place, writeCount + 1);
    if (event.kind === "write") writeCount += 1;
    events.push(event);
  }
  return events;
}

function decodeRecord(trace: Buffer, place: RecordPlace, number: number): DiskEvent {
  const aside = decodeAside(trace, place);
  if (aside !== undefined) return aside;
  const { at, index } = place;
  if (trace.readUInt32LE(at + request.opcode) !== opcode.fsync) {
    return decodeWrite(trace, at, number, index);
  }
  const timeUs = trace.readDoubleLE(at + request.unique);
  return { kind: "flush", pid: trace.readUInt32LE(at + request.pid), timeUs };
}

/** A trace has a hundred thousand of these: one literal each keeps them small. */
function decodeWrite(trace: Buffer, recordAt: number, number: number, index: number): WriteEvent {
  let change: WriteEvent["change"] = "data";
  let offsetBytes: number;
  let lengthBytes = 0;
  let synchronous = false;
  const code = trace.readUInt32LE(recordAt + request.opcode);
  switch (code) {
    case opcode.write:
      synchronous = (trace.readUInt32LE(recordAt + request.writeFileFlags) & dsyncBit) !== 0;
      lengthBytes = trace.readUInt32LE(recordAt + request.writeSize);
      offsetBytes = u64(trace, recordAt + request.writeOffset);
      break;
    case opcode.setattr:
      change = "size";
      offsetBytes = u64(trace, recordAt + request.setattrSize);
      break;
    case opcode.fallocate: {
      const mode = trace.readUInt32LE(recordAt + request.fallocateMode);
      const clears = (mode & (fallocateMode.punchHole | fallocateMode.zeroRange)) !== 0;
      change = clears ? "zero" : "size";
      offsetBytes = u64(trace, recordAt + request.fallocateOffset);
      lengthBytes = u64(trace, recordAt + request.fallocateLength);
      break;
    }
    default:
      throw new DecodeError(
        `trace.record[${index}].opcode`,
        `expected a record of a trace, found ${code}`,
      );
  }
  const pid = trace.readUInt32LE(recordAt + request.pid);
  const timeUs = trace.readDoubleLE(recordAt + request.unique);
  return {
    kind: "write",
    number,
    change,
    offsetBytes,
    lengthBytes,
    pid,
    timeUs,
    synchronous,
    recordAt,
  };
}

function u64(buffer: Buffer, at: number): number {
  return buffer.readUInt32LE(at) + buffer.readUInt32LE(at + 4) * 2 ** 32;
}
