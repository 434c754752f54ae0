import { compareFacts } from "../../../oracles/compare/compare-facts.js";
import type { DiskFacts } from "../../../oracles/facts/facts.js";
import type { Rerun, RunTold } from "../../medium.js";

/**
 * Judges one more run on the finished disk. A checker that notes the time of each run changes bytes
 * but no file: that is harmless, and then nothing is expected of such runs.
 */
export function rerunOf(
  { problem, said }: RunTold,
  changedPages: readonly number[],
  left: DiskFacts,
  now: DiskFacts,
  base: DiskFacts,
): Rerun {
  if (problem !== undefined) {
    const message = `a second run says: ${said} (${problem})`;
    return { kind: "not repeatable", how: "fails", message };
  }
  const [first] = compareFacts([left], now, base);
  if (first !== undefined) {
    const message = `a second run changes the finished disk: ${first.place}: ${first.message}`;
    return { kind: "not repeatable", how: "changes", message };
  }
  const count = changedPages.length === 1 ? "1 page" : `${changedPages.length} pages`;
  return {
    kind: "harmless",
    message:
      `a second run on the finished disk changes bytes in ${count}, but no file: ` +
      "not asked of resumed ones",
  };
}
