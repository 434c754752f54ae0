import type { RunTool } from "../../target/tool.js";

/** One thing that a format keeps: a file, a variable, a table, a whole disk. */
export interface ForeignItem {
  /** Of a file its path without a slash in front; that of a folder ends with a slash. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The same for the same content only; for all that a tool tells of it, where there is more. */
  readonly sha256: string;
}

/** What the tools of a format have read, or why they have not. */
export type ForeignContent =
  | { readonly kind: "read"; readonly items: readonly ForeignItem[] }
  | { readonly kind: "not read"; readonly why: string };

/** What a reader of one format is given. */
export interface ToRead {
  /** An absolute path of a file with the format's bytes alone. Nothing may write to it. */
  readonly path: string;
  /** An empty folder, removed afterwards. */
  readonly scratch: string;
  readonly runTool: RunTool;
  /** For each run of a tool. */
  readonly timeoutMs: number;
}

/** Reads all items, in any order. Throws an error that says why it can't. */
export type ReadItems = (from: ToRead) => Promise<ForeignItem[]>;
