import { digestOf } from "./held/tree-digest.js";
import { dataOf } from "./held/inode.js";
import { FileData } from "./held/file-data.js";
import { loadTree } from "./held/load-tree.js";
import { TraceStates } from "./trace-states.js";
import { Tree } from "./held/tree.js";
import type { CommandName, Gives, Takes, TreeCommands } from "./tree-command.js";
import { differences, entryOf, inodeAt, walk, type TreeView } from "./held/tree-diff.js";
import { decodeTreeState, encodeTreeState } from "./held/tree-state.js";
import type { SavedVersions } from "./held/versions.js";
import { writeTree } from "./held/write-tree.js";

type Handlers = { readonly [Name in CommandName]: (takes: Takes<Name>) => Gives<Name> };

/** A tree with what was saved of it, and the traces that states are made from. */
export class TreeKeeper implements Handlers {
  readonly tree = new Tree();
  readonly #saved = new Map<number, SavedVersions>();
  readonly #traces = new Map<number, TraceStates>();
  #lastId = 0;
  readonly #now: TreeView = this.tree.versions;
  readonly #base: TreeView = { find: (ino) => this.tree.versions.inBase(ino) };
  readonly #snapshot: TreeView = { find: (ino) => this.tree.versions.inSnapshot(ino) };

  /** Does what is asked. */
  answer<Name extends CommandName>(name: Name, takes: Takes<Name>): Gives<Name> {
    return (this[name] as (takes: Takes<Name>) => Gives<Name>).call(this, takes);
  }

  load({ folder }: Takes<"load">): Gives<"load"> {
    return loadTree(this.tree, folder);
  }

  reset(): undefined {
    this.tree.reset();
  }

  resetToBase(): undefined {
    this.tree.resetToBase();
  }

  promote(): undefined {
    this.tree.promote();
  }

  save(): Gives<"save"> {
    const saved = this.tree.save();
    const id = (this.#lastId += 1);
    this.#saved.set(id, saved);
    return { id, isBase: saved.changes.size === 0 };
  }

  restore({ id }: Takes<"restore">): undefined {
    this.tree.restore(this.#get(this.#saved, id));
  }

  goBack({ id }: Takes<"goBack">): undefined {
    this.tree.goBack(this.#get(this.#saved, id));
  }

  forget({ id }: Takes<"forget">): undefined {
    this.#saved.delete(id);
  }

  useTrace({ bytes }: Takes<"useTrace">): number {
    const id = (this.#lastId += 1);
    const trace = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#traces.set(id, new TraceStates(this.tree, trace));
    return id;
  }

  forgetTrace({ id }: Takes<"forgetTrace">): undefined {
    this.#traces.delete(id);
  }

  make({ id, orders }: Takes<"make">): undefined {
    this.#get(this.#traces, id).make(orders);
  }

  digest(): string {
    return digestOf(this.#now, this.changed({ from: "base" }));
  }

  manifest(): Gives<"manifest"> {
    const all = [...walk(this.#now)].map(([path, inode]) => [path, entryOf(inode)] as const);
    return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  changed({ from }: Takes<"changed">): Gives<"changed"> {
    const { versions } = this.tree;
    if (from === "base") return differences(this.#base, this.#now, versions.changedFromBase());
    return differences(this.#snapshot, this.#now, versions.changedInos());
  }

  readFile({ path }: Takes<"readFile">): Uint8Array | undefined {
    const inode = inodeAt(this.#now, path);
    return inode?.body instanceof FileData ? dataOf(inode).bytes() : undefined;
  }

  writeTo({ folder }: Takes<"writeTo">): Gives<"writeTo"> {
    return writeTree(this.#now, folder);
  }

  stateBytes(): Uint8Array {
    return encodeTreeState(this.tree);
  }

  loadState({ bytes }: Takes<"loadState">): undefined {
    this.tree.restore(decodeTreeState(this.tree, bytes));
  }

  #get<T>(kept: ReadonlyMap<number, T>, id: number): T {
    const found = kept.get(id);
    if (found === undefined) throw new Error(`nothing is kept as number ${id}`);
    return found;
  }
}

/** Commands after which the tree may be in another state. */
export const movesTree: ReadonlySet<keyof TreeCommands> = new Set([
  ...(["load", "reset", "resetToBase", "restore", "goBack", "make", "loadState"] as const),
]);
