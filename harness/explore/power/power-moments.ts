import type { Epochs, Keeping, LossPosition } from "../../crash/epoch.js";
import type { WriteEvent } from "../../model/trace.js";

/** A position at which power losses are worth taking, and the writes that they put at stake. */
export interface Moment extends LossPosition {
  /** Cached writes, in order. At least one. */
  readonly open: readonly WriteEvent[];
  /** True when nothing else is cached. Otherwise the others all land. */
  readonly alone: boolean;
  /** True when a synchronous write stands behind the durable ones: it has landed in any case. */
  readonly settled: boolean;
}

/**
 * The ends of the epochs: just before each flush completes, and after everything where writes
 * are cached then. On a device that keeps its order also just before each synchronous write
 * starts, which makes all before it durable. What the middle of an epoch can leave, its end can
 * leave too, with all that came later lost; but a synchronous write can't be lost, and of many
 * writes only some classes are lost. For both there are steps.
 */
export function* endsOf(epochs: Epochs, device: Keeping): Generator<Moment> {
  const { length } = epochs.writes;
  const flushed = new Set(epochs.flushCounts);
  const beforeSynchronous = device.ordered ? epochs.synchronous.map((number) => number - 1) : [];
  const ends = new Set([...epochs.flushCounts, ...beforeSynchronous, length]);
  for (const writes of [...ends].sort((a, b) => a - b)) {
    const position = { writes, ended: writes === length && !flushed.has(length) };
    const written = epochs.openWrites(position, device);
    const open = written.filter(({ synchronous }) => !synchronous);
    const settled = open.length < written.length;
    if (open.length > 0) yield { ...position, open, alone: true, settled };
  }
}

/** A write in an epoch of a device without order, made while chosen writes were cached. */
export interface Step {
  readonly write: WriteEvent;
  /** Chosen cached writes of the epoch before it, and those of them since a synchronous one. */
  readonly earlier: number;
  readonly fresh: number;
  /** All cached writes of the epoch before it, and those of them before a synchronous one. */
  readonly open: number;
  readonly stale: number;
  /** Whether a synchronous write of the epoch was made before it. */
  readonly settled: boolean;
}

/**
 * The steps of an epoch, given as its cached and synchronous writes: its chosen writes, and each
 * synchronous one that follows chosen writes since the one before it.
 */
export function stepsOf(written: readonly WriteEvent[], chosen: ReadonlySet<number>): Step[] {
  const steps: Step[] = [];
  let [earlier, fresh, open, stale, settled] = [0, 0, 0, 0, false];
  for (const write of written) {
    const isChosen = chosen.has(write.number);
    const matters = isChosen || (write.synchronous && fresh > 0);
    if (earlier > 0 && matters) steps.push({ write, earlier, fresh, open, stale, settled });
    if (write.synchronous) {
      [fresh, stale, settled] = [0, open, true];
      continue;
    }
    open += 1;
    if (!isChosen) continue;
    earlier += 1;
    fresh += 1;
  }
  return steps;
}

/** Just before a step. With `fresh` only what is cached since a synchronous write is at stake. */
export function momentBefore(end: Moment, step: Step, fresh = false): Moment {
  const from = fresh ? step.stale : 0;
  const open = end.open.slice(from, step.open);
  const writes = step.write.number - 1;
  return { writes, ended: false, open, alone: from === 0, settled: step.settled };
}

/** Right after a step that is not the end of its epoch. */
export function momentAfter(end: Moment, { write, open, settled }: Step): Moment {
  return {
    writes: write.number,
    ended: false,
    open: end.open.slice(0, write.synchronous ? open : open + 1),
    alone: true,
    settled: settled || write.synchronous,
  };
}
