import type { TreeBench } from "./tree-bench.js";

/** How large files are as a run starts: whether a write makes one grow hangs on it. */
export class BaseSizes {
  readonly #bench: TreeBench;
  #known: ReadonlyMap<number, number> | undefined;

  constructor(bench: TreeBench) {
    this.#bench = bench;
  }

  /** The size of a file of the base, 0 of what is not there. Leaves the bench as it is. */
  of(ino: number): number {
    this.#known ??= this.#read();
    return this.#known.get(ino) ?? 0;
  }

  /** The same of what is on the bench now, for later. */
  now(): (ino: number) => number {
    const changed = new Map<number, number>();
    for (const { now } of this.#bench.differences().values()) {
      if (now !== undefined) changed.set(now.ino, now.sizeBytes);
    }
    return (ino) => changed.get(ino) ?? this.of(ino);
  }

  #read(): Map<number, number> {
    const kept = this.#bench.save();
    this.#bench.resetToBase();
    const entries = [...this.#bench.shim.manifest().values()];
    kept.restore();
    kept.forget();
    return new Map(entries.map(({ ino, sizeBytes }) => [ino, sizeBytes]));
  }
}
