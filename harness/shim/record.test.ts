import { test } from "uvu";
import * as assert from "uvu/assert";
import { DecodeError } from "../model/errors.js";
import { openMemory, reserveBuffers } from "./memory.js";
import { PagedDisk } from "./paged-disk.js";
import { applyRecord, decodeTrace, markBytes, markTextBytes, writeMark } from "./record.js";
import { fallocateMode, node, opcode, request } from "./wire.js";

const diskBytes = 64 * 1024;
const dsync = 0o10000;

interface RecordParts {
  readonly code: number;
  readonly nodeId?: number;
  readonly offset?: number;
  readonly length?: number;
  readonly mode?: number;
  readonly flags?: number;
  readonly data?: Buffer;
}

/** A request as the kernel sends it, padded to the next record. */
function makeRecord(parts: RecordParts): Buffer {
  const { code, data = Buffer.alloc(0) } = parts;
  const length = request.writeData + data.length;
  const record = Buffer.alloc(Math.ceil(length / 8) * 8);
  record.writeUInt32LE(length, request.lengthBytes);
  record.writeUInt32LE(code, request.opcode);
  record.writeDoubleLE(1234.5, request.unique);
  record.writeUInt32LE(parts.nodeId ?? node.disk, request.nodeId);
  record.writeUInt32LE(77, request.pid);
  if (code === opcode.write) {
    record.writeUInt32LE(data.length, request.writeSize);
    record.writeUInt32LE(parts.flags ?? 0, request.writeFileFlags);
    writeU64(record, parts.offset ?? 0, request.writeOffset);
  }
  if (code === opcode.fallocate) {
    writeU64(record, parts.offset ?? 0, request.fallocateOffset);
    writeU64(record, parts.length ?? 0, request.fallocateLength);
    record.writeUInt32LE(parts.mode ?? 0, request.fallocateMode);
  }
  if (code === opcode.setattr) writeU64(record, parts.length ?? 0, request.setattrSize);
  data.copy(record, request.writeData);
  return record;
}

function writeU64(buffer: Buffer, value: number, at: number): void {
  buffer.writeBigUInt64LE(BigInt(value), at);
}

const punch = fallocateMode.punchHole | fallocateMode.keepSize;
const parts: readonly RecordParts[] = [
  { code: opcode.write, offset: 4090, data: Buffer.alloc(5000, "first") },
  { code: opcode.fsync },
  { code: opcode.write, nodeId: node.stdout, data: Buffer.from("step: one\n") },
  { code: opcode.write, offset: 100, data: Buffer.from("second"), flags: dsync },
  { code: opcode.fallocate, offset: 4096, length: 600, mode: punch },
  { code: opcode.setattr, length: 9000 },
  { code: opcode.write, nodeId: node.stderr, data: Buffer.from("oh") },
  { code: opcode.fallocate, offset: 9000, length: 3000 },
  { code: opcode.write, offset: 11_999, data: Buffer.from("last") },
];

const trace = Buffer.concat(parts.map(makeRecord));

function newDisk(): PagedDisk {
  const disk = new PagedDisk(openMemory(reserveBuffers(diskBytes)));
  disk.truncate(diskBytes);
  disk.adoptAsBase();
  return disk;
}

function refusal(bytes: Buffer): string {
  try {
    decodeTrace(bytes, bytes.length);
  } catch (error) {
    assert.instance(error, DecodeError);
    return (error as DecodeError).message;
  }
  throw new Error("the trace was taken");
}

test("a trace decodes to what was done, in order, writes numbered from 1", () => {
  const events = decodeTrace(trace, trace.length);
  const { recordAt, ...first } = events[0] as { recordAt: number };
  assert.is(recordAt, 0);
  assert.equal(first, {
    kind: "write",
    number: 1,
    change: "data",
    offsetBytes: 4090,
    lengthBytes: 5000,
    pid: 77,
    timeUs: 1234.5,
    synchronous: false,
  });
  const words = events.map((event) => {
    if (event.kind === "output") return `${event.stream} ${event.text}`;
    if (event.kind !== "write") return event.kind;
    const { number, change, offsetBytes, lengthBytes, synchronous } = event;
    return `${number} ${change} ${offsetBytes}+${lengthBytes}${synchronous ? " sync" : ""}`;
  });
  assert.equal(words, [
    "1 data 4090+5000",
    "flush",
    "stdout step: one\n",
    "2 data 100+6 sync",
    "3 zero 4096+600",
    "4 size 9000+0",
    "stderr oh",
    "5 size 9000+3000",
    "6 data 11999+4",
  ]);
});

test("a trace that is cut off is refused with the number of the record", () => {
  const ends: number[] = [];
  for (let at = 0; at < trace.length; at = ends.at(-1) ?? 0) {
    ends.push(at + Math.ceil(trace.readUInt32LE(at) / 8) * 8);
  }
  for (const [number, end] of ends.entries()) {
    const cut = trace.subarray(0, end - 8);
    assert.match(refusal(cut), `trace.record[${number}].length`);
    assert.is(decodeTrace(trace, end).length, number + 1);
  }
  assert.match(refusal(trace.subarray(0, 20)), "trace.record[0].length");
});

test("a damaged record is refused with its number", () => {
  const [first, second] = parts.slice(0, 2).map(makeRecord);
  for (const length of [0, 39, 2 ** 31]) {
    const damaged = Buffer.concat([first ?? Buffer.alloc(0), second ?? Buffer.alloc(0)]);
    damaged.writeUInt32LE(length, first?.length ?? 0);
    assert.match(refusal(damaged), "trace.record[1].length");
  }
  const strange = Buffer.concat([first ?? Buffer.alloc(0), makeRecord({ code: 999 })]);
  assert.match(refusal(strange), /trace\.record\[1\]\.opcode.*999/);
});

test("a mark comes back as it was written", () => {
  const bytes = Buffer.alloc(markBytes + (trace.length % 8), 0xff);
  writeMark(bytes, 0, "command 2".padEnd(markTextBytes), 42.25);
  const marked = Buffer.concat([bytes.subarray(0, markBytes), trace]);
  assert.is(markBytes % 8, 0);
  const events = decodeTrace(marked, marked.length);
  assert.equal(events[0], { kind: "mark", text: "command 2", timeUs: 42.25 });
  assert.is(events.length, parts.length + 1);
});

test("applying a trace gives what the same changes make of a plain buffer", () => {
  const disk = newDisk();
  for (const event of decodeTrace(trace, trace.length)) {
    if (event.kind !== "write") continue;
    applyRecord(disk, trace, event.recordAt, event.lengthBytes);
  }
  const expected = Buffer.alloc(12_003);
  expected.fill("first", 4090, 9090);
  expected.write("second", 100);
  expected.fill(0, 4096, 4696);
  expected.fill(0, 9000);
  expected.write("last", 11_999);
  assert.is(disk.sizeBytes, expected.length);
  assert.ok(disk.source().read(0, expected.length).equals(expected));
});

test("of a torn write only the first bytes are applied", () => {
  const disk = newDisk();
  applyRecord(disk, trace, 0, 10);
  const expected = Buffer.alloc(diskBytes);
  expected.write("firstfirst", 4090);
  assert.ok(disk.source().read(0, diskBytes).equals(expected));
});

test.run();
