import type { Epochs, Keeping, LossPosition } from "../crash/epoch.js";
import type { WriteEvent } from "../model/trace.js";

/** A position at which power losses are worth taking, and the writes that they put at stake. */
export interface Moment extends LossPosition {
  /** Cached writes, in order. At least one. */
  readonly open: readonly WriteEvent[];
  /** True when nothing else is cached. Otherwise the others all land. */
  readonly alone: boolean;
}

/**
 * The ends of the epochs: just before each flush completes, just before each synchronous write
 * starts, and after everything where writes are cached then. All that an epoch can leave can be
 * left at its end; what a synchronous write makes durable can only be missing before it.
 */
export function* momentsOf(epochs: Epochs, device: Keeping): Generator<Moment> {
  const { length } = epochs.writes;
  const flushed = new Set(epochs.flushCounts);
  const beforeSynchronous = epochs.synchronous.map((number) => number - 1);
  const ends = new Set([...epochs.flushCounts, ...beforeSynchronous, length]);
  for (const writes of [...ends].sort((a, b) => a - b)) {
    const position = { writes, ended: writes === length && !flushed.has(length) };
    const closed = flushed.has(writes) || writes === length;
    const fresh = { ordered: true };
    const open = epochs.cachedWrites(position, closed ? device : fresh);
    const alone =
      closed || epochs.durableCount(position, device) === epochs.durableCount(position, fresh);
    if (open.length > 0) yield { ...position, open, alone };
  }
}
