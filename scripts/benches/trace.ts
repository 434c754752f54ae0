import { performance } from "node:perf_hooks";
import { Prefixes } from "../../harness/crash/prefixes.js";
import { TraceWriter, traceBytesOf } from "../../harness/interchange/trace-writer.js";
import { openStream } from "../../harness/model/prng.js";
import { openMemory, reserveBuffers } from "../../harness/shim/memory.js";
import { PagedDisk } from "../../harness/shim/paged-disk.js";
import { decodeTrace } from "../../harness/shim/record.js";
import type { GroupResult } from "./report.js";

const writeCount = 200_000;
const writeBytes = 512;
const diskBytes = 2 ** 30;
const goalMs = 1000;

/** Opens a long trace and makes prefixes of it, in any order. */
export function benchTrace(seed: string, repetitions: number): GroupResult {
  const stream = openStream(seed, "bench trace");
  const writer = new TraceWriter(writeCount * traceBytesOf.data(writeBytes));
  for (let write = 0; write < writeCount; write += 1) {
    const sector = stream.integer(0, diskBytes / writeBytes - 1);
    writer.data(sector * writeBytes, writeBytes, false).writeUInt32LE(write + 1);
  }
  const disk = new PagedDisk(openMemory(reserveBuffers(diskBytes)));
  disk.truncate(diskBytes);
  disk.adoptAsBase();
  const openMs: number[] = [];
  const prefixMs: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    let started = performance.now();
    const trace = decodeTrace(writer.bytes, writer.bytes.length);
    const writes = trace.filter((event) => event.kind === "write");
    openMs.push(performance.now() - started);
    disk.resetToBase();
    const prefixes = new Prefixes(disk, { writes, traceBytes: writer.bytes });
    for (const place of [writeCount, 1, stream.integer(1, writeCount)]) {
      started = performance.now();
      prefixes.goTo(place);
      prefixMs.push(performance.now() - started);
    }
    prefixes.close();
  }
  const worst = Math.max(...openMs) + Math.max(...prefixMs);
  const command = `${writeCount} writes of ${writeBytes} bytes all over ${diskBytes} bytes`;
  return {
    rows: [
      { name: "open", unit: "ms", values: openMs, command },
      { name: "prefix: all, 1, any", unit: "ms", values: prefixMs, command },
    ],
    verdicts: [
      {
        name: "open and make a prefix, slowest",
        value: worst,
        unit: "ms",
        goal: `at most ${goalMs}`,
        reached: worst <= goalMs,
      },
    ],
  };
}
