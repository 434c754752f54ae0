import type { WriteEvent } from "../model/trace.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import type { SavedState } from "../shim/saved-state.js";
import { applyRecord } from "../shim/record.js";

/** The writes of a trace and its raw records. */
export interface WriteLog {
  readonly writes: readonly WriteEvent[];
  readonly traceBytes: Buffer;
}

/**
 * Brings a disk to any place of a trace. The last place is kept, so that the next one behind it
 * costs only the writes between.
 */
export class Prefixes {
  readonly #disk: PagedDisk;
  readonly #log: WriteLog;
  #at: { readonly writeCount: number; readonly state: SavedState };
  readonly #start: SavedState;

  /** The disk must be in the state that the trace starts from. */
  constructor(disk: PagedDisk, log: WriteLog) {
    this.#disk = disk;
    this.#log = log;
    this.#start = disk.save();
    this.#at = { writeCount: 0, state: this.#start };
  }

  /** Makes the state after `writeCount` writes the current one and the snapshot. */
  goTo(writeCount: number): void {
    const { writes, traceBytes } = this.#log;
    if (writeCount < this.#at.writeCount) this.#keep(0, this.#start);
    this.#disk.restore(this.#at.state);
    if (writeCount === this.#at.writeCount) return;
    for (const { recordAt, lengthBytes } of writes.slice(this.#at.writeCount, writeCount)) {
      applyRecord(this.#disk, traceBytes, recordAt, lengthBytes);
    }
    this.#disk.promote();
    this.#keep(writeCount, this.#disk.save());
  }

  /** Gives back what was kept. */
  close(): void {
    this.#keep(0, this.#start);
    this.#disk.forget(this.#start);
  }

  #keep(writeCount: number, state: SavedState): void {
    if (this.#at.state !== this.#start) this.#disk.forget(this.#at.state);
    this.#at = { writeCount, state };
  }
}
