import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource, slice } from "../layout/byte-source.js";
import { DecodeError } from "../model/errors.js";
import { entryField, entryFlag, superField, type NewLogEntry } from "./log-format.js";
import { logToTrace } from "./log-to-trace.js";
import { readLog } from "./read-log.js";
import { writeLog, writtenSectorBytes } from "./write-log.js";

const diskBytes = 64 * 1024;

const entries: readonly NewLogEntry[] = [
  { kind: "mark", text: "begin" },
  write(1024, 1024, false),
  write(4096, 512, true),
  { kind: "flush" },
  { kind: "discard", offsetBytes: 8192, lengthBytes: 4096 },
  { kind: "mark", text: "two\nlines é" },
  write(0, 2048, false),
  { kind: "mark", text: "begin" },
];
const whole = Buffer.concat([...writeLog(entries)]);

/** Where entry 0, 1, ... starts. */
const entryAt = entries.map((_, index) =>
  entries
    .slice(0, index)
    .reduce((at, entry) => at + 512 + (entry.kind === "write" ? entry.lengthBytes : 0), 512),
);

function write(offsetBytes: number, lengthBytes: number, durable: boolean): NewLogEntry {
  const data = [Buffer.alloc(lengthBytes, `at ${offsetBytes} `)];
  return { kind: "write", offsetBytes, lengthBytes, durable, data };
}

function decode(log: Buffer): ReturnType<typeof logToTrace> {
  const source = bufferSource(log);
  return logToTrace(source, readLog(source), diskBytes);
}

function refusal(log: Buffer): string {
  try {
    decode(log);
  } catch (error) {
    assert.instance(error, DecodeError);
    return (error as DecodeError).message;
  }
  return "";
}

/** The log with one number of the super or of an entry changed. */
function changed(at: number, value: bigint): Buffer {
  const log = Buffer.from(whole);
  log.writeBigUInt64LE(value, at);
  return log;
}

function changedEntry(index: number, field: number, value: bigint): string {
  return refusal(changed((entryAt[index] ?? 0) + field, value));
}

test("a log reads back as it was written", () => {
  const { entries: read, sectorBytes } = readLog(bufferSource(whole));
  assert.is(sectorBytes, 512);
  const expected = entries.map((entry, index) => {
    if (entry.kind !== "write") return entry;
    const { offsetBytes, lengthBytes, durable } = entry;
    const dataAt = (entryAt[index] ?? 0) + 512;
    return { kind: "write", offsetBytes, lengthBytes, flushBefore: false, durable, dataAt };
  });
  assert.equal(read, expected);
});

test("a log becomes a trace: flushes, O_DSYNC, holes, and marks as lines", () => {
  const { trace, marks } = decode(whole);
  assert.equal(marks, ["begin", "two lines é"]);
  const short = trace.map((event) => {
    if (event.kind === "output") return event.text;
    if (event.kind !== "write") return event.kind;
    return `${event.change} ${event.offsetBytes}+${event.lengthBytes} ${event.synchronous}`;
  });
  assert.equal(short, [
    "begin\n",
    "data 1024+1024 false",
    "data 4096+512 true",
    "flush",
    "zero 8192+4096 false",
    "two lines é\n",
    "data 0+2048 false",
    "begin\n",
  ]);
});

test("FLUSH with data comes before the write, METADATA is taken, nothing is nothing", () => {
  const { flush, fua, metadata } = entryFlag;
  const log = changed((entryAt[1] ?? 0) + entryField.flags, BigInt(flush | fua | metadata));
  const kinds = decode(log).trace.map((event) =>
    event.kind === "write" ? `write ${event.synchronous}` : event.kind,
  );
  assert.equal(kinds.slice(0, 4), ["output", "flush", "write true", "write true"]);
  const empty = [write(512, 0, false), write(0, 512, true)];
  assert.is(decode(Buffer.concat([...writeLog(empty)])).trace.length, 1);
});

test("sectors count in the log's own sector size", () => {
  const log = Buffer.alloc(4 * 4096, "behind the log");
  log.fill(0, 0, 2 * 4096);
  whole.copy(log, 0, 0, superField.sizeBytes);
  log.writeBigUInt64LE(1n, superField.entryCount);
  log.writeUInt32LE(4096, superField.sectorBytes);
  log.writeBigUInt64LE(3n, 4096 + entryField.sector);
  log.writeBigUInt64LE(1n, 4096 + entryField.sectorCount);
  const [entry] = readLog(bufferSource(log)).entries;
  const range = { offsetBytes: 3 * 4096, lengthBytes: 4096, dataAt: 2 * 4096 };
  assert.equal(entry, { kind: "write", ...range, flushBefore: false, durable: false });
});

test("a mark's text is cut at the end of its sector, between characters", () => {
  const log = Buffer.concat([...writeLog([{ kind: "mark", text: `${"x".repeat(478)}é` }])]);
  assert.is(log.length, 2 * writtenSectorBytes);
  assert.equal(readLog(bufferSource(log)).entries, [{ kind: "mark", text: "x".repeat(478) }]);
});

test("each damaged number is refused by name", () => {
  const { magic, version, entryCount } = superField;
  assert.match(refusal(changed(magic, 7n)), /^log\.super\.magic: .*found 0700000000000000$/);
  assert.match(refusal(changed(version, 2n)), /^log\.super\.version: expected 1, found 2$/);
  assert.match(refusal(changed(entryCount, 1n << 63n)), /^log\.super\.nr_entries: /);
  assert.match(refusal(changed(entryCount, 9n)), /^log\.entry\[8\]: the log ends inside of it/);
  for (const size of [0, 256, 513, 8192, 2 ** 31]) {
    const log = Buffer.from(whole);
    log.writeUInt32LE(size, superField.sectorBytes);
    assert.match(refusal(log), new RegExp(`^log\\.super\\.sectorsize: .*found ${size}$`));
  }
  const { sector, sectorCount, flags, dataLength } = entryField;
  assert.match(changedEntry(1, flags, 32n), /^log\.entry\[1\]\.flags: unknown bits in 0x20$/);
  assert.match(changedEntry(1, flags, 1n << 40n), /^log\.entry\[1\]\.flags: unknown bits/);
  assert.match(changedEntry(0, flags, 9n), /^log\.entry\[0\]\.flags: a MARK with other bits: 0x9$/);
  assert.match(changedEntry(4, flags, 5n), /^log\.entry\[4\]\.flags: a discard that is FLUSH/);
  assert.match(changedEntry(0, sectorCount, 1n), /^log\.entry\[0\]\.nr_sectors: a MARK with 1 /);
  assert.match(changedEntry(0, dataLength, 481n), /^log\.entry\[0\]\.data_len: 481 bytes of text/);
  assert.match(changedEntry(1, dataLength, 7n), /^log\.entry\[1\]\.data_len: 7 bytes of data/);
  assert.match(changedEntry(6, sectorCount, 99n), /^log\.entry\[6\]\.nr_sectors: the log ends/);
  assert.match(changedEntry(6, sectorCount, 1n << 60n), /^log\.entry\[6\]\.nr_sectors: a length/);
  assert.match(changedEntry(6, sector, 1n << 60n), /^log\.entry\[6\]\.sector: lies at byte/);
  assert.match(
    changedEntry(4, sectorCount, 1000n),
    /^log\.entry\[4\]\.sector: the discard ends at byte 520192, the disk has 65536$/,
  );
  assert.match(changedEntry(1, sector, 127n), /^log\.entry\[1\]\.sector: the write ends at/);
});

test("a log that is cut off anywhere is refused with the number of the entry", () => {
  for (let length = 0; length < whole.length; length += 64) {
    const index = entryAt.filter((at) => at <= length).length - 1;
    const expected =
      length < superField.sizeBytes ? "log.super" : `log.entry[${Math.max(0, index)}]`;
    assert.is(refusal(whole.subarray(0, length)).startsWith(expected), true, `${length}`);
  }
});

test("a log that shrinks while it is read is refused", () => {
  const source = bufferSource(whole);
  const log = readLog(source);
  assert.throws(
    () => logToTrace(slice(source, 0, (entryAt[6] ?? 0) + 600), log, diskBytes),
    /^log\.entry\[6\]\.nr_sectors: the log has become shorter$/,
  );
});

test("a trace that no buffer holds is refused before it is made", () => {
  const size = 2 ** 31;
  const flags = { flushBefore: false, durable: false };
  const long = { kind: "write", offsetBytes: 0, lengthBytes: size, dataAt: 0, ...flags } as const;
  const log = { sectorBytes: 512, entries: [long, long] };
  assert.throws(
    () => logToTrace(bufferSource(whole), log, size),
    /^log\.entry\[1\]\.nr_sectors: the trace would take more than/,
  );
});

test("a damaged log is taken or refused, never anything else", () => {
  const heads = [0, ...entryAt].flatMap((at) => Array.from({ length: 34 }, (_, byte) => at + byte));
  const place = fc.oneof(fc.constantFrom(...heads), fc.nat(whole.length - 1));
  const damage = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 3 });
  let refused = 0;
  const runs = 5000;
  fc.assert(
    fc.property(
      damage,
      fc.integer({ min: whole.length - 700, max: whole.length }),
      (bytes, end) => {
        const log = Buffer.from(whole);
        for (const [at, value] of bytes) log[at] = value;
        const message = refusal(log.subarray(0, end));
        if (message === "") return;
        refused += 1;
        assert.match(message, /^log\.(super(\.\w+)?|entry\[[0-9]+\](\.\w+)?): /);
      },
    ),
    { numRuns: runs },
  );
  assert.ok(refused > runs / 10, `${refused} of ${runs} were refused`);
});

test.run();
