import type { FsckReport } from "../../oracles/fsck/fsck.js";

/** A checker of a file system that nothing is known of. */
export const longestMs = 120_000;
/** A machine that is busy may slow down a checker that is quick. */
const shortestMs = 10_000;
/** A checker that takes so many times what it took on the base does not end. */
const patience = 50;

/**
 * How long a checker may take, in milliseconds, by how long those of the base have taken. Not
 * longer than a run of the target may take, unless the base has needed so much.
 */
export function checkerLimitMs(ofBase: readonly FsckReport[], runLimitMs: number): number {
  const slowestMs = Math.max(0, ...ofBase.map(({ tookMs = 0 }) => tookMs));
  const usualMs = Math.min(longestMs, Math.max(shortestMs, patience * slowestMs));
  return Math.max(Math.min(usualMs, runLimitMs), 10 * slowestMs);
}
