import type { TreeDifferences, TreeEntries } from "../../model/tree/tree-entry.js";
import type { ByteSpan, RecordPart } from "./apply-parts.js";

/**
 * What of a record has reached the medium: all of it where nothing is said. A record that has lost
 * its ground does nothing.
 */
export interface TreeOrder {
  readonly recordAt: number;
  readonly parts?: readonly RecordPart[];
  /** Of a write only these of its bytes; the file grows as far as they reach. */
  readonly ranges?: readonly ByteSpan[];
}

/** A state to make from a trace: the first changes whole, then what else has come of it. */
export interface TreeOrders {
  readonly changes: number;
  readonly more?: readonly TreeOrder[];
}

/** What the main thread asks of the thread that has the tree, with what it answers. */
export interface TreeCommands {
  load: { readonly takes: { readonly folder: string }; readonly gives: LoadedTree };
  reset: { readonly takes: object; readonly gives: undefined };
  resetToBase: { readonly takes: object; readonly gives: undefined };
  promote: { readonly takes: object; readonly gives: undefined };
  save: {
    readonly takes: object;
    readonly gives: { readonly id: number; readonly isBase: boolean };
  };
  restore: { readonly takes: { readonly id: number }; readonly gives: undefined };
  goBack: { readonly takes: { readonly id: number }; readonly gives: undefined };
  forget: { readonly takes: { readonly id: number }; readonly gives: undefined };
  useTrace: { readonly takes: { readonly bytes: Uint8Array }; readonly gives: number };
  forgetTrace: { readonly takes: { readonly id: number }; readonly gives: undefined };
  make: {
    readonly takes: { readonly id: number; readonly orders: TreeOrders };
    readonly gives: undefined;
  };
  digest: { readonly takes: object; readonly gives: string };
  manifest: { readonly takes: object; readonly gives: TreeEntries };
  changed: {
    readonly takes: { readonly from: "base" | "snapshot" };
    readonly gives: TreeDifferences;
  };
  readFile: { readonly takes: { readonly path: string }; readonly gives: Uint8Array | undefined };
  writeTo: { readonly takes: { readonly folder: string }; readonly gives: string[] };
  stateBytes: { readonly takes: object; readonly gives: Uint8Array };
  loadState: { readonly takes: { readonly bytes: Uint8Array }; readonly gives: undefined };
}

/** What was loaded. */
export interface LoadedTree {
  readonly inodeCount: number;
  readonly dataBytes: number;
}

export type CommandName = keyof TreeCommands;
export type Takes<Name extends CommandName> = TreeCommands[Name]["takes"];
export type Gives<Name extends CommandName> = TreeCommands[Name]["gives"];

/** A command on its way. */
export interface SentCommand {
  readonly name: CommandName;
  readonly takes: object;
}

/** An answer on its way. `path` is that of a DecodeError. */
export type SentAnswer =
  | { readonly kind: "done"; readonly gives: unknown }
  | { readonly kind: "failed"; readonly message: string; readonly path?: string };
