import { opcode, request } from "../wire.js";
import { decodeAside, recordsOf } from "../records.js";
import { applyTreeRecord } from "./apply.js";
import { applyParts } from "./apply-parts.js";
import type { Tree } from "./held/tree.js";
import type { TreeOrders } from "./tree-command.js";
import type { SavedVersions } from "./held/versions.js";

/**
 * Brings a tree to any place of a trace that starts from the state that it is in now. The last
 * place is kept, so that the next one behind it costs only the changes between.
 */
export class TraceStates {
  readonly #tree: Tree;
  readonly #trace: Buffer;
  /** Where the changes are. */
  readonly #changes: number[] = [];
  readonly #start: SavedVersions;
  #at: { readonly changeCount: number; readonly state: SavedVersions };

  constructor(tree: Tree, trace: Buffer) {
    this.#tree = tree;
    this.#trace = trace;
    this.#start = tree.save();
    this.#at = { changeCount: 0, state: this.#start };
    for (const record of recordsOf(trace, trace.length)) {
      if (decodeAside(trace, record) !== undefined) continue;
      const code = trace.readUInt32LE(record.at + request.opcode);
      if (code !== opcode.fsync && code !== opcode.fsyncdir) this.#changes.push(record.at);
    }
  }

  /** Makes a state the current one and the snapshot. */
  make({ changes, more = [] }: TreeOrders): void {
    if (changes < this.#at.changeCount) this.#at = { changeCount: 0, state: this.#start };
    this.#tree.restore(this.#at.state);
    if (changes > this.#at.changeCount) {
      for (const at of this.#changes.slice(this.#at.changeCount, changes)) {
        applyTreeRecord(this.#tree, this.#trace, at);
      }
      this.#tree.promote();
      this.#at = { changeCount: changes, state: this.#tree.save() };
    }
    if (more.length === 0) return;
    for (const order of more) applyParts(this.#tree, this.#trace, order.recordAt, order);
    this.#tree.promote();
  }
}
