import type { StepSpan } from "../model/steps.js";
import type { DiskEvent, WriteEvent } from "../model/trace.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";
import { request } from "../shim/wire.js";
import type { NewLogEntry } from "./log-format.js";
import { writtenSectorBytes } from "./write-log.js";

/** A recorded run and its steps, as `shapeOf` finds them. */
export interface StepRun {
  readonly trace: readonly DiskEvent[];
  readonly traceBytes: Buffer;
  readonly spans: readonly StepSpan[];
}

/** What a log can't say as the trace does, counted. */
export interface LogLosses {
  /** Changes of the disk's size: a device has one size. They are left out. */
  readonly sizeChanges: number;
  /** Entries that end behind the disk's first size: a device has nothing there. They stay in. */
  readonly beyondEnd: number;
  /** Zeroed ranges that became discards: a device need not read them as zeros. */
  readonly discards: number;
}

export interface TraceAsLog {
  readonly entries: readonly NewLogEntry[];
  readonly losses: LogLosses;
}

/**
 * Zeroing a range is written out as zeros, because what a discarded range reads as is undefined:
 * a replay could put old bytes back. Longer ranges are discarded, or a hole of some GiB would
 * make a log of some GiB.
 */
const mostZeroBytes = 4 * 1024 * 1024;
const zeros = Buffer.alloc(mostZeroBytes);

/**
 * Turns a recorded run into entries of a log. The disk must be in the state that the run started
 * from; it is left in the state that the run ended in. A log knows only whole sectors, so a write
 * that is not aligned takes along what stood around it in its first and last sector. Flushes,
 * and writes through O_SYNC or O_DSYNC (as FUA), stay what they are. A mark with the step's name
 * stands where a step begins; other output is left out. The entries share memory with the trace.
 */
export function traceToLog(disk: PagedDisk, { trace, traceBytes, spans }: StepRun): TraceAsLog {
  const writer = new EntryWriter(disk, traceBytes);
  let [lines, nextSpan] = [0, 0];
  const markSteps = (write: number): void => {
    for (let span = spans[nextSpan]; span !== undefined; span = spans[++nextSpan]) {
      if (lines < span.firstLine && write < span.firstWrite) return;
      writer.entries.push({ kind: "mark", text: span.step });
    }
  };
  for (const event of trace) {
    if (event.kind === "flush") writer.entries.push({ kind: "flush" });
    if (event.kind === "output") {
      lines += event.text.split("\n").length - 1;
      markSteps(0);
    }
    if (event.kind !== "write") continue;
    markSteps(event.number);
    writer.change(event);
  }
  return { entries: writer.entries, losses: writer.losses };
}

/** Runs changes over the disk and collects them as entries. */
class EntryWriter {
  readonly entries: NewLogEntry[] = [];
  readonly losses = { sizeChanges: 0, beyondEnd: 0, discards: 0 };
  readonly #disk: PagedDisk;
  readonly #traceBytes: Buffer;
  readonly #deviceBytes: number;

  constructor(disk: PagedDisk, traceBytes: Buffer) {
    this.#disk = disk;
    this.#traceBytes = traceBytes;
    this.#deviceBytes = disk.sizeBytes;
  }

  change({ change, recordAt, offsetBytes, lengthBytes, synchronous }: WriteEvent): void {
    const sizeBefore = this.#disk.sizeBytes;
    applyRecord(this.#disk, this.#traceBytes, recordAt, lengthBytes);
    const resized = this.#disk.sizeBytes !== sizeBefore;
    if (change === "data") {
      const dataAt = recordAt + request.writeData;
      const data = this.#traceBytes.subarray(dataAt, dataAt + lengthBytes);
      this.#write(offsetBytes, data, synchronous);
      return;
    }
    if (resized) this.losses.sizeChanges += 1;
    if (change === "zero") {
      this.#zero(offsetBytes, Math.min(offsetBytes + lengthBytes, this.#disk.sizeBytes));
    }
  }

  #zero(start: number, end: number): void {
    if (end - start <= mostZeroBytes) {
      this.#write(start, zeros.subarray(0, Math.max(0, end - start)), false);
      return;
    }
    const [from, to] = [sectorUp(start), sectorDown(end)];
    this.#write(start, zeros.subarray(0, from - start), false);
    this.entries.push({ kind: "discard", offsetBytes: from, lengthBytes: to - from });
    this.losses.discards += 1;
    this.#write(to, zeros.subarray(0, end - to), false);
  }

  /** The change must be on the disk already; what is read here lies beside it. */
  #write(start: number, data: Buffer, durable: boolean): void {
    if (data.length === 0) return;
    const end = start + data.length;
    const [from, to] = [sectorDown(start), sectorUp(end)];
    const pieces = [this.#around(from, start), data, this.#around(end, to)];
    this.entries.push({
      kind: "write",
      offsetBytes: from,
      lengthBytes: to - from,
      durable,
      data: pieces.filter(({ length }) => length > 0),
    });
    if (to > this.#deviceBytes) this.losses.beyondEnd += 1;
  }

  #around(from: number, to: number): Buffer {
    const bytes = Buffer.alloc(to - from);
    this.#disk
      .source()
      .read(from, to - from)
      .copy(bytes);
    return bytes;
  }
}

function sectorDown(offsetBytes: number): number {
  return Math.floor(offsetBytes / writtenSectorBytes) * writtenSectorBytes;
}

function sectorUp(offsetBytes: number): number {
  return Math.ceil(offsetBytes / writtenSectorBytes) * writtenSectorBytes;
}
