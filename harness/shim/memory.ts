import { HarnessError } from "../model/errors.js";

/** Bytes of one page of the store. */
export const pageBytes = 4096;

/** Pages that one Node buffer (4 GiB) can hold, less the page of zeros at number 0. */
const pageCapacity = 2 ** 20 - 1;
const traceCapacityBytes = 2 ** 32 - pageBytes;
/** A target may let the disk grow this far beyond its first size. */
const growthPages = 2 ** 18;

/** Memory that the serving thread and the thread that runs cases share, whatever is served. */
export interface RunMemory {
  /** Whole numbers, by `field`. */
  readonly control: Int32Array;
  /** Sizes, offsets and delay windows, by `wide`. */
  readonly wide: Float64Array;
  readonly trace: Buffer;
}

/**
 * What they share of a disk. Every buffer is only reserved here; the kernel gives a page when it is
 * first written, so that what counts is what was written.
 */
export interface SharedMemory extends RunMemory {
  readonly pages: Buffer;
  readonly freePages: Uint32Array;
  /** For each page of the arena, how many saved states hold it. */
  readonly keptSlots: Uint8Array;
  readonly base: Uint32Array;
  readonly snapshot: Uint32Array;
  readonly current: Uint32Array;
  readonly currentDirty: Uint32Array;
  readonly snapshotDirty: Uint32Array;
}

/** Index into `control`. */
export const field = {
  state: 0,
  processGroup: 1,
  writeCount: 2,
  lineCount: 3,
  cutWrite: 4,
  cutBytes: 5,
  cutLine: 6,
  freeCount: 7,
  nextPage: 8,
  currentDirtyCount: 9,
  snapshotDirtyCount: 10,
  lateWriteCount: 11,
  delayMs: 13,
  delayWindowCount: 14,
  failure: 16,
  outputBytes: 17,
  outputLimitBytes: 18,
  command: 19,
  markedCommand: 20,
  killedGroup: 21,
  escapedWriteCount: 22,
  /** Moves with every change of the current state. */
  generation: 23,
  /** The write after which the target gets its next signal, or -1. */
  interruptWrite: 24,
  /** The write or the line after which the target is killed while all goes on, or -1. */
  killWrite: 25,
  killLine: 26,
  /** The number of the signal that interrupts. */
  interruptSignal: 27,
  /** So many writes after the first signal a second one is sent; 0 for none. */
  interruptAgainAfter: 28,
  /** Signals that were sent. */
  interruptCount: 29,
  /** Moves with every answer of a serving thread to a command; -1 when it has broken. */
  answerCount: 30,
} as const;

/** Index into `wide`. Delay windows follow as pairs of first byte and byte after. */
export const wide = {
  currentSizeBytes: 0,
  snapshotSizeBytes: 1,
  baseSizeBytes: 2,
  traceTailBytes: 3,
  /** When the target got its last signal, in milliseconds since 1970; 0 while it got none. */
  interruptedAtMs: 4,
  firstDelayWindow: 8,
} as const;

export const maxDelayWindows = 64;

/** Values of `control[field.state]`: served, held until the group is dead, refused. */
export const state = { serving: 0, cutting: 1, dead: 2 } as const;

/** Values of `control[field.failure]`. */
export const failure = { none: 0, storeFull: 1, traceFull: 2, outputFull: 3 } as const;

export type RunBuffers = Readonly<Record<keyof RunMemory, SharedArrayBuffer>>;
export type SharedBuffers = Readonly<Record<keyof SharedMemory, SharedArrayBuffer>>;

/** Reserves the buffers for runs. Throws HarnessError when they can't be had. */
export function reserveRunBuffers(): RunBuffers {
  return reserve("a trace", () => ({
    control: new SharedArrayBuffer(64 * 4),
    wide: new SharedArrayBuffer((wide.firstDelayWindow + 2 * maxDelayWindows) * 8),
    trace: new SharedArrayBuffer(traceCapacityBytes),
  }));
}

/** Reserves the buffers for a disk of `diskBytes`. Throws HarnessError when it can't be had. */
export function reserveBuffers(diskBytes: number): SharedBuffers {
  const tableBytes = (Math.ceil(diskBytes / pageBytes) + growthPages) * 4;
  return reserve(`a disk of ${diskBytes} bytes`, () => ({
    ...reserveRunBuffers(),
    pages: new SharedArrayBuffer(pageCapacity * pageBytes),
    freePages: new SharedArrayBuffer(pageCapacity * 4),
    keptSlots: new SharedArrayBuffer(pageCapacity + 1),
    base: new SharedArrayBuffer(tableBytes),
    snapshot: new SharedArrayBuffer(tableBytes),
    current: new SharedArrayBuffer(tableBytes),
    currentDirty: new SharedArrayBuffer(tableBytes),
    snapshotDirty: new SharedArrayBuffer(tableBytes),
  }));
}

function reserve<T>(what: string, allocate: () => T): T {
  try {
    return allocate();
  } catch (cause) {
    throw new HarnessError(
      `cannot reserve address space for ${what}; ` +
        `is there a limit on virtual memory (ulimit -v, overcommit_memory)?`,
      { cause },
    );
  }
}

/** Puts views over the buffers of runs. */
export function openRunMemory(buffers: RunBuffers): RunMemory {
  return {
    control: new Int32Array(buffers.control),
    wide: new Float64Array(buffers.wide),
    trace: Buffer.from(buffers.trace),
  };
}

/** Puts views over the buffers. Both threads do this for themselves. */
export function openMemory(buffers: SharedBuffers): SharedMemory {
  return {
    ...openRunMemory(buffers),
    pages: Buffer.from(buffers.pages),
    freePages: new Uint32Array(buffers.freePages),
    keptSlots: new Uint8Array(buffers.keptSlots),
    base: new Uint32Array(buffers.base),
    snapshot: new Uint32Array(buffers.snapshot),
    current: new Uint32Array(buffers.current),
    currentDirty: new Uint32Array(buffers.currentDirty),
    snapshotDirty: new Uint32Array(buffers.snapshotDirty),
  };
}

/** The bytes of one page of the arena, as a view. */
export function pageAt({ pages }: SharedMemory, slot: number): Buffer {
  return pages.subarray(slot * pageBytes, (slot + 1) * pageBytes);
}

/** Copies bytes of the state that a page table stands for into `target`. */
export function readPages(
  { pages }: SharedMemory,
  table: Uint32Array,
  offsetBytes: number,
  target: Buffer,
  targetStart: number,
  lengthBytes: number,
): void {
  let done = 0;
  while (done < lengthBytes) {
    const at = offsetBytes + done;
    const page = Math.floor(at / pageBytes);
    const inside = at - page * pageBytes;
    const count = Math.min(pageBytes - inside, lengthBytes - done);
    const from = (table[page] ?? 0) * pageBytes + inside;
    pages.copy(target, targetStart + done, from, from + count);
    done += count;
  }
}
