import { performance } from "node:perf_hooks";
import type { Brake } from "./brake.js";
import { failure, field, state, wide, type RunMemory } from "./memory.js";
import { alignedBytes } from "./records.js";
import { markBytes, markTextBytes, writeMark } from "./record.js";
import type { Reply } from "./replies.js";
import { errno, maxRequestBytes, node, request } from "./wire.js";

/**
 * The trace as a serving thread fills it. Each request is read straight to its end, so that the raw
 * request is the record; what is no record is overwritten by the next.
 */
export class Recorder {
  readonly #memory: RunMemory;
  readonly #brake: Brake;
  readonly #times: Float64Array;

  constructor(memory: RunMemory, brake: Brake) {
    this.#memory = memory;
    this.#brake = brake;
    const { buffer, byteOffset, length } = memory.trace;
    this.#times = new Float64Array(buffer, byteOffset, length / 8);
  }

  /** Where the next request is to be read to. */
  tailBytes(): number {
    const tail = this.#memory.wide[wide.traceTailBytes] ?? 0;
    if (tail + maxRequestBytes + markBytes <= this.#memory.trace.length) return tail;
    this.stop(failure.traceFull);
    return this.#memory.trace.length - maxRequestBytes - markBytes;
  }

  /** Where the request at `at` belongs: a new run may have begun while the read was waiting. */
  settled(at: number, lengthBytes: number): number {
    const tail = this.tailBytes();
    if (tail !== at) this.#memory.trace.copyWithin(tail, at, at + lengthBytes);
    return tail;
  }

  /** Notes the time over `unique` of the request at `at`. */
  stamp(at: number): void {
    const timeUs = (performance.timeOrigin + performance.now()) * 1000;
    this.#times[(at + request.unique) / 8] = timeUs;
  }

  /** Makes the request at the tail, which has its time, a record. */
  keep(requestAt: number): void {
    const { control, trace, wide: numbers } = this.#memory;
    const length = trace.readUInt32LE(requestAt);
    let at = requestAt;
    if (control[field.command] !== control[field.markedCommand]) {
      const command = control[field.command] ?? 0;
      control[field.markedCommand] = command;
      trace.copyWithin(at + markBytes, at, at + length);
      const timeUs = this.#times[(at + request.unique) / 8] ?? 0;
      writeMark(trace, at, `command ${command}`.padEnd(markTextBytes), timeUs);
      at += markBytes;
    }
    numbers[wide.traceTailBytes] = at + alignedBytes(length);
  }

  /** Answers a write to one of the files beside the medium. */
  output(reply: Reply, at: number, nodeId: number): number {
    const { control, trace } = this.#memory;
    const size = trace.readUInt32LE(at + request.writeSize);
    if (nodeId === node.syncs) return this.#sync(reply, at, size);
    if (nodeId !== node.stdout && nodeId !== node.stderr) return reply.putError(errno.EPERM);
    if (this.#brake.refuses()) return reply.putWritten(size);
    const outputBytes = (control[field.outputBytes] ?? 0) + size;
    if (outputBytes > (control[field.outputLimitBytes] ?? 0)) {
      return this.fail(reply, failure.outputFull);
    }
    control[field.outputBytes] = outputBytes;
    let lines = 0;
    const start = at + request.writeData;
    for (let index = start; index < start + size; index += 1) if (trace[index] === 10) lines += 1;
    control[field.lineCount] = (control[field.lineCount] ?? 0) + lines;
    this.stamp(at);
    this.keep(at);
    if (this.#brake.cutsAfterLine()) this.#brake.cut();
    this.#brake.killAfter();
    return reply.putWritten(size);
  }

  /** A watcher of system calls tells of a sync() that has returned. */
  #sync(reply: Reply, at: number, size: number): number {
    const start = at + request.writeData;
    const line = this.#memory.trace.toString("latin1", start, start + size);
    if (!this.#brake.refuses() && / = 0\s*$/.test(line)) {
      this.stamp(at);
      this.keep(at);
    }
    return reply.putWritten(size);
  }

  /** Ends the run, as something is used up. */
  stop(reason: number): void {
    const { control } = this.#memory;
    control[field.failure] = reason;
    if (control[field.state] === state.serving) this.#brake.cut();
  }

  /** The same, as an answer. */
  fail(reply: Reply, reason: number): number {
    this.stop(reason);
    return reply.putError(errno.ENOSPC);
  }
}
