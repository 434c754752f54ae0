import type { LossPosition, TreeEpochs } from "../../../crash/tree/tree-epochs.js";

/** A position at which power is lost, and the changes of which something is at stake there. */
export interface TreeMoment {
  readonly position: LossPosition;
  /** Places of all units that are not durable. */
  readonly open: readonly number[];
  /** Made since the moment before, or durable by the sync that comes; after the end all. */
  readonly fresh: readonly number[];
  /** Those that were at stake before, and will be: numbers of changes. */
  readonly stale: readonly number[];
}

/**
 * Just before each sync completes and each synchronous write starts, and after the end: what the
 * time between them can leave, these can leave too, with all that came later lost.
 */
export function* momentsOf(epochs: TreeEpochs): Generator<TreeMoment> {
  const { length } = epochs.changes;
  const synchronous = epochs.changes.filter((change) => change.synchronous);
  const counts = new Set([...epochs.flushCounts, ...synchronous.map(({ number }) => number - 1)]);
  const positions = [...counts]
    .sort((a, b) => a - b)
    .map((writes): LossPosition => ({ writes, ended: false }));
  let before = 0;
  for (const position of [...positions, { writes: length, ended: true }]) {
    const open = epochs.openAt(position);
    const isSynced = epochs.durableAt({ ...position, ended: true });
    const [fresh, stale] = [new Set<number>(), new Set<number>()];
    for (const place of open) {
      const number = epochs.units[place]?.change.number ?? 0;
      if (number > before || position.ended || isSynced(place)) fresh.add(number);
      else stale.add(number);
    }
    const ofBoth = [...stale].filter((number) => !fresh.has(number));
    if (open.length > 0) yield { position, open, fresh: [...fresh], stale: ofBoth };
    before = position.writes;
  }
}
