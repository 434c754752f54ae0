import type { TreeDifferences, TreeEntries } from "../../model/tree/tree-entry.js";
import type { CommandName, Gives, LoadedTree, Takes, TreeOrders } from "./tree-command.js";
import { TreeKeeper } from "./tree-keeper.js";

/** A state of the tree that was kept. It takes room until it is forgotten. */
export interface SavedTree {
  /** It is the state that was loaded. */
  readonly isBase: boolean;
  /** Makes it the current state and the snapshot. */
  restore(): void;
  /** Makes it the current state alone; the snapshot must still be the one of then. */
  goBack(): void;
  forget(): void;
}

/** A trace that states can be made from. Its start is the state in which it was handed over. */
export interface TraceHandle {
  readonly id: number;
  forget(): void;
}

/** Has a command done, and returns its answer. Throws HarnessError, DecodeError. */
export type Ask = <Name extends CommandName>(name: Name, takes: Takes<Name>) => Gives<Name>;

/** A tree in memory, its states, and the traces that others are made from, wherever it is. */
export class TreeFace {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** A tree in this very thread, which nobody serves. */
  static here(): TreeFace {
    const keeper = new TreeKeeper();
    return new TreeFace((name, takes) => keeper.answer(name, takes));
  }

  /**
   * Makes a copy of a folder the base, the snapshot and the current state: an empty tree takes it
   * once. Throws HarnessError where there is something that a tree can't be loaded with.
   */
  load(folder: string): LoadedTree {
    return this.#ask("load", { folder });
  }

  /** Back to the base. */
  resetToBase(): void {
    this.#ask("resetToBase", {});
  }

  /** Back to the snapshot. */
  reset(): void {
    this.#ask("reset", {});
  }

  /** Makes the current state the snapshot. */
  promote(): void {
    this.#ask("promote", {});
  }

  save(): SavedTree {
    const { id, isBase } = this.#ask("save", {});
    return {
      isBase,
      restore: () => this.#ask("restore", { id }),
      goBack: () => this.#ask("goBack", { id }),
      forget: () => this.#ask("forget", { id }),
    };
  }

  /** Takes the records of a trace that starts from the current state. */
  useTrace(bytes: Uint8Array): TraceHandle {
    const id = this.#ask("useTrace", { bytes });
    return { id, forget: () => this.#ask("forgetTrace", { id }) };
  }

  /**
   * Makes a state from a trace, and makes it the current one and the snapshot. The last number of
   * whole changes is kept, so that a greater one costs only the changes between.
   */
  make({ id }: TraceHandle, orders: TreeOrders): void {
    this.#ask("make", { id, orders });
  }

  /** Equal for equal states: paths, types, modes, owners, links, xattrs, content; not times. */
  key(): string {
    return this.digest();
  }

  /** How the current state differs from the base, as hex; the same on every machine. */
  digest(): string {
    return this.#ask("digest", {});
  }

  /** All paths of the current state, sorted. */
  manifest(): TreeEntries {
    return this.#ask("manifest", {});
  }

  /** Paths that are not as in the base, sorted. Costs what was changed. */
  changedFromBase(): TreeDifferences {
    return this.#ask("changed", { from: "base" });
  }

  /** Paths that are not as in the snapshot, sorted. */
  changedFromSnapshot(): TreeDifferences {
    return this.#ask("changed", { from: "snapshot" });
  }

  /** What a file holds; undefined where there is no file. */
  readFile(path: string): Buffer | undefined {
    const bytes = this.#ask("readFile", { path });
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * Leaves a real copy of the tree in an existing empty folder. Returns the paths of what it left
   * out: sockets, devices, and files whose xattrs are not there.
   */
  writeTo(folder: string): readonly string[] {
    return this.#ask("writeTo", { folder });
  }

  /** The current state as bytes, as far as it is not the base. */
  stateBytes(): Buffer {
    return Buffer.from(this.#ask("stateBytes", {}));
  }

  /** Makes a stored state the current one and the snapshot. Throws DecodeError. */
  loadState(bytes: Uint8Array): void {
    this.#ask("loadState", { bytes });
  }
}
