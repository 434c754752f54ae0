import type { CrashPoint } from "../model/trace.js";

/** Where the kills of a case fall: drawn by steps or over the writes, by the clock, or given. */
export type CaseOrder = { readonly index: number; readonly seed: string } & (
  | { readonly kind: "cuts"; readonly cuts: readonly CrashPoint[] }
  /** The crash image is made from the recorded run. */
  | { readonly kind: "explored"; readonly point: Extract<CrashPoint, { kind: "write" }> }
  | { readonly kind: "writes"; readonly killCount: number }
  /** One list of steps a kill, in order of preference. */
  | { readonly kind: "steps"; readonly wanted: readonly (readonly string[])[] }
  | {
      readonly kind: "time";
      readonly killCount: number;
      readonly delayMs: number;
      readonly delayRegion: string;
    }
);
