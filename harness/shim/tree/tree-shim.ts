import { MessageChannel } from "node:worker_threads";
import type { TreeEvent } from "../../model/tree-change.js";
import type { TreeDifferences, TreeEntries } from "../../model/tree-entry.js";
import type { RunTool } from "../../target/tool.js";
import { mountFuse, readAhead, tuneMount } from "../fuse-mount.js";
import { openRunMemory, reserveRunBuffers, type RunMemory } from "../memory.js";
import { RunControl } from "../run-control.js";
import { TreeChannel } from "./tree-channel.js";
import type { LoadedTree, TreeOrders } from "./tree-command.js";
import { decodeTreeTrace } from "./tree-record.js";

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

/**
 * A mounted tree and the two outputs beside it. The tree is in the thread that serves it; all that is
 * asked here waits for its answer. No target may be running then, but for `status`, `cutNow`,
 * `setCommand` and `setProcessGroup`.
 */
export class TreeShim extends RunControl {
  readonly treePath: string;
  readonly stdoutPath: string;
  readonly stderrPath: string;
  /** Where a watcher of system calls writes a line for each sync(). */
  readonly syncsPath: string;
  readonly #channel: TreeChannel;

  private constructor(mountPoint: string, memory: RunMemory, channel: TreeChannel) {
    super(memory);
    this.#channel = channel;
    this.treePath = `${mountPoint}/tree`;
    this.stdoutPath = `${mountPoint}/stdout`;
    this.stderrPath = `${mountPoint}/stderr`;
    this.syncsPath = `${mountPoint}/syncs`;
  }

  /**
   * Mounts at an existing empty folder and starts to serve a tree that is empty until it is loaded.
   * `runTool` must start direct children, since mount gets a descriptor. Throws HarnessError when
   * there is no FUSE.
   */
  static async mount(mountPoint: string, runTool: RunTool): Promise<TreeShim> {
    const buffers = reserveRunBuffers();
    const { port1, port2 } = new MessageChannel();
    const descriptor = await mountFuse(mountPoint, { kind: "tree", buffers, port: port2 }, runTool);
    tuneMount(mountPoint, readAhead);
    const memory = openRunMemory(buffers);
    return new TreeShim(mountPoint, memory, new TreeChannel(descriptor, memory, port1));
  }

  /**
   * Makes a copy of a folder the base, the snapshot and the current state: an empty tree takes it
   * once. Throws HarnessError where there is something that a tree can't be loaded with.
   */
  load(folder: string): LoadedTree {
    return this.#channel.ask("load", { folder });
  }

  trace(): TreeEvent[] {
    return decodeTreeTrace(this.traceBytes());
  }

  /** Back to the base. */
  resetToBase(): void {
    this.#channel.ask("resetToBase", {});
  }

  /** Back to the snapshot. */
  reset(): void {
    this.#channel.ask("reset", {});
  }

  /** Makes the current state the snapshot. */
  promote(): void {
    this.#channel.ask("promote", {});
  }

  save(): SavedTree {
    const { id, isBase } = this.#channel.ask("save", {});
    return {
      isBase,
      restore: () => this.#channel.ask("restore", { id }),
      goBack: () => this.#channel.ask("goBack", { id }),
      forget: () => this.#channel.ask("forget", { id }),
    };
  }

  /** Takes the records of a trace that starts from the current state. */
  useTrace(bytes: Uint8Array): TraceHandle {
    const id = this.#channel.ask("useTrace", { bytes });
    return { id, forget: () => this.#channel.ask("forgetTrace", { id }) };
  }

  /**
   * Makes a state from a trace, and makes it the current one and the snapshot. The last number of whole
   * changes is kept, so that a greater one costs only the changes between.
   */
  make({ id }: TraceHandle, orders: TreeOrders): void {
    this.#channel.ask("make", { id, orders });
  }

  /** Equal for equal states: paths, types, modes, owners, links, xattrs, content; not times. */
  key(): string {
    return this.digest();
  }

  /** How the current state differs from the base, as hex; the same on every machine. */
  digest(): string {
    return this.#channel.ask("digest", {});
  }

  /** All paths of the current state, sorted. */
  manifest(): TreeEntries {
    return this.#channel.ask("manifest", {});
  }

  /** Paths that are not as in the base, sorted. Costs what was changed. */
  changedFromBase(): TreeDifferences {
    return this.#channel.ask("changed", { from: "base" });
  }

  /** Paths that are not as in the snapshot, sorted. */
  changedFromSnapshot(): TreeDifferences {
    return this.#channel.ask("changed", { from: "snapshot" });
  }

  /** What a file holds; undefined where there is no file. */
  readFile(path: string): Buffer | undefined {
    const bytes = this.#channel.ask("readFile", { path });
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Leaves a real copy of the tree in an existing empty folder. Throws HarnessError. */
  writeTo(folder: string): void {
    this.#channel.ask("writeTo", { folder });
  }

  /** The current state as bytes, as far as it is not the base. */
  stateBytes(): Buffer {
    return Buffer.from(this.#channel.ask("stateBytes", {}));
  }

  /** Makes a stored state the current one and the snapshot. Throws DecodeError. */
  loadState(bytes: Uint8Array): void {
    this.#channel.ask("loadState", { bytes });
  }
}
