import type { Device, PowerLoss } from "../model/power.js";
import type { DiskEvent, WriteEvent } from "../model/trace.js";

/** Right after write `writes` and before anything later, or after everything once it has ended. */
export type LossPosition = Pick<PowerLoss, "writes" | "ended" | "droppedFlush">;

/** Whether a device keeps its order decides what a synchronous write makes durable. */
export type Keeping = Pick<Device, "ordered">;

/**
 * A trace cut at its flushes. A flush makes all writes before it durable. A synchronous write
 * makes itself durable, and, where the device keeps its order, those before it too.
 */
export class Epochs {
  /** All changes of the disk; write N is at index N - 1. */
  readonly writes: readonly WriteEvent[];
  /** How many writes had been made at each flush, ascending, each number once. */
  readonly flushCounts: readonly number[];
  /** The numbers of the synchronous writes, ascending. */
  readonly synchronous: readonly number[];

  constructor(trace: readonly DiskEvent[]) {
    const writes: WriteEvent[] = [];
    const flushCounts: number[] = [];
    for (const event of trace) {
      if (event.kind === "write") writes.push(event);
      if (event.kind !== "flush" || flushCounts.at(-1) === writes.length) continue;
      flushCounts.push(writes.length);
    }
    this.writes = writes;
    this.flushCounts = flushCounts;
    this.synchronous = writes.filter((write) => write.synchronous).map(({ number }) => number);
  }

  /** How many writes, counted from the first, are all durable at a position. */
  durableCount({ writes, ended, droppedFlush }: LossPosition, device: Keeping): number {
    const reached = lastNotAbove(this.flushCounts, ended ? writes : writes - 1);
    const dropped = reached > 0 && reached === droppedFlush;
    const flushed = dropped ? lastNotAbove(this.flushCounts, reached - 1) : reached;
    return device.ordered ? Math.max(flushed, lastNotAbove(this.synchronous, writes)) : flushed;
  }

  /** The writes behind those, up to the position: cached ones and synchronous ones. */
  openWrites(position: LossPosition, device: Keeping): WriteEvent[] {
    return this.writes.slice(this.durableCount(position, device), position.writes);
  }

  /** The writes that a power loss at a position finds in the cache of the device. */
  cachedWrites(position: LossPosition, device: Keeping): WriteEvent[] {
    return this.openWrites(position, device).filter(({ synchronous }) => !synchronous);
  }
}

/** The last of the ascending numbers that is at most `limit`, or 0. */
function lastNotAbove(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return numbers[low - 1] ?? 0;
}
