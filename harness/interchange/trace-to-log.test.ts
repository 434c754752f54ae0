import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { shapeOf, stepAt } from "../model/steps.js";
import type { DiskEvent, WriteEvent } from "../model/trace.js";
import { applyRecord, decodeTrace } from "../shim/record.js";
import { opcode, request } from "../shim/wire.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { logToTrace } from "./log-to-trace.js";
import { readLog } from "./read-log.js";
import {
  anyStep,
  contentOf,
  sampleDisk,
  sampleDiskBytes,
  sampleTrace,
  type SampleStep,
} from "./trace.samples.js";
import { traceToLog, type TraceAsLog } from "./trace-to-log.js";
import { logSizeBytes, writeLog } from "./write-log.js";

const disk = sampleDisk();
const firstStep = "start";
const rules = ["step-a", "step-b", "step-c", "step-d"].map((step) => ({
  line: `^${step}$`,
  step,
}));

interface Run {
  readonly trace: readonly DiskEvent[];
  readonly traceBytes: Buffer;
}

function runOf(traceBytes: Buffer): Run {
  return { trace: decodeTrace(traceBytes, traceBytes.length), traceBytes };
}

function logOf(run: Run, onto: PagedDisk = disk): TraceAsLog {
  onto.resetToBase();
  return traceToLog(onto, { ...run, spans: shapeOf(run.trace, firstStep, rules).spans });
}

function bytesOf({ entries }: TraceAsLog): Buffer {
  return Buffer.concat([...writeLog(entries)]);
}

function writesOf({ trace }: Run): WriteEvent[] {
  return trace.filter((event) => event.kind === "write");
}

/** The disk after each write of a run. */
function statesOf(run: Run): Buffer[] {
  disk.resetToBase();
  return writesOf(run).map(({ recordAt, lengthBytes }) => {
    applyRecord(disk, run.traceBytes, recordAt, lengthBytes);
    return contentOf(disk);
  });
}

/** The order of what a log keeps, and the step of each write. */
function orderOf({ trace }: Run, stepRules: typeof rules, start: string): string[] {
  const shape = shapeOf(trace, start, stepRules);
  return trace.flatMap((event) => {
    if (event.kind === "flush") return ["flush"];
    if (event.kind !== "write") return [];
    const step = stepAt(shape, { kind: "write", writes: event.number, bytes: 0 });
    return [`${step}: write ${event.synchronous ? "synchronous" : ""}`];
  });
}

test("a run is the same run after it was a log: states, flushes, O_DSYNC and steps", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
      const run = runOf(sampleTrace(steps));
      const asLog = logOf(run);
      const log = bufferSource(bytesOf(asLog));
      assert.is(log.sizeBytes, logSizeBytes(asLog.entries));
      assert.equal(asLog.losses, { sizeChanges: 0, beyondEnd: 0, discards: 0 });
      const again = logToTrace(log, readLog(log), sampleDiskBytes);
      const before = statesOf(run);
      const after = statesOf(again);
      assert.is(after.length, before.length);
      before.forEach((state, index) => {
        assert.ok(state.equals(after[index] ?? Buffer.alloc(0)), `after write ${index + 1}`);
      });
      const markRules = again.marks.map((step) => ({ line: `^${step}$`, step }));
      assert.equal(orderOf(again, markRules, "?"), orderOf(run, rules, firstStep));
    }),
    { numRuns: 200 },
  );
});

test("an unaligned write takes along what stood around it at that time", () => {
  const steps: SampleStep[] = [
    { kind: "data", at: 1000, data: Buffer.from("first"), sync: false },
    { kind: "data", at: 1020, data: Buffer.from("second"), sync: true },
    { kind: "zero", at: 1030, length: 2 },
  ];
  const { entries } = logOf(runOf(sampleTrace(steps)));
  const old = Buffer.concat([Buffer.alloc(512, "sector 512 "), Buffer.alloc(512, "sector 1024 ")]);
  const expected = steps.map((step, index) => {
    const at = step.kind === "data" || step.kind === "zero" ? step.at : NaN;
    old.set(step.kind === "data" ? step.data : [0, 0], at - 512);
    const range = [
      { offsetBytes: 512, lengthBytes: 512 },
      { offsetBytes: 512, lengthBytes: 1024 },
      { offsetBytes: 1024, lengthBytes: 512 },
    ][index];
    const { offsetBytes = 0, lengthBytes = 0 } = range ?? {};
    const data = old.subarray(offsetBytes - 512, offsetBytes - 512 + lengthBytes).toString();
    return { kind: "write", offsetBytes, lengthBytes, durable: index === 1, data };
  });
  const writes = entries.flatMap((entry) =>
    entry.kind === "write" ? [{ ...entry, data: Buffer.concat(entry.data).toString() }] : [],
  );
  assert.equal(writes, expected);
  assert.equal(entries[0], { kind: "mark", text: firstStep });
});

test("a mark stands where the step's line was printed", () => {
  const steps: SampleStep[] = [
    { kind: "flush" },
    { kind: "line", text: "step-a" },
    { kind: "flush" },
    { kind: "line", text: "3 of 7 done" },
    { kind: "data", at: 0, data: Buffer.alloc(512), sync: false },
    { kind: "line", text: "step-b" },
  ];
  const { entries } = logOf(runOf(sampleTrace(steps)));
  const order = entries.map((entry) => (entry.kind === "mark" ? entry.text : entry.kind));
  assert.equal(order, ["flush", "step-a", "flush", "write", "step-b"]);
});

test("what a log can't say is counted", () => {
  const setSize = (sizeBytes: number): Buffer => {
    const record = Buffer.alloc(128);
    record.writeUInt32LE(record.length, request.lengthBytes);
    record.writeUInt32LE(opcode.setattr, request.opcode);
    record.writeUInt32LE(sizeBytes, request.setattrSize);
    return record;
  };
  const more = sampleDiskBytes + 600;
  const data = Buffer.alloc(500, "x");
  const steps = sampleTrace([
    { kind: "data", at: more - 1, data, sync: false },
    { kind: "zero", at: more, length: 10_000_000 },
  ]);
  const run = runOf(Buffer.concat([setSize(sampleDiskBytes), setSize(more), steps]));
  const { entries, losses } = logOf(run);
  assert.equal(losses, { sizeChanges: 1, beyondEnd: 2, discards: 0 });
  const ranges = entries.map((entry) =>
    entry.kind === "write" ? [entry.offsetBytes, entry.lengthBytes] : entry.kind,
  );
  const start = sampleDiskBytes + 512;
  assert.equal(ranges, ["mark", [start, 1024], [start, 1024]]);
});

test("a long zeroed range is a discard between two written ends", () => {
  const large = sampleDisk();
  large.truncate(16 * 1024 * 1024);
  large.adoptAsBase();
  const run = runOf(sampleTrace([{ kind: "zero", at: 100, length: 10_000_000 }]));
  const asLog = logOf(run, large);
  const after = contentOf(large);
  assert.is(asLog.losses.discards, 1);
  const log = bufferSource(bytesOf(asLog));
  assert.ok(log.sizeBytes < 10_000, "the log is short");
  const again = logToTrace(log, readLog(log), 16 * 1024 * 1024);
  large.resetToBase();
  for (const { recordAt, lengthBytes } of writesOf(again)) {
    applyRecord(large, again.traceBytes, recordAt, lengthBytes);
  }
  assert.ok(contentOf(large).equals(after));
  assert.equal(
    writesOf(again).map(({ change, lengthBytes }) => [change, lengthBytes]),
    [
      ["data", 512],
      ["zero", 9_999_360],
      ["data", 512],
    ],
  );
});

test.run();
