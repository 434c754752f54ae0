import type { Difference } from "../../../oracles/compare/difference.js";
import type { Rerun } from "../../medium.js";

const what = "one more run on the finished disk";

/**
 * Judges it. A checker that notes the time of each run changes bytes but no file: that is harmless,
 * and then nothing is expected of such runs.
 */
export function rerunOf(
  problem: string | undefined,
  changedPages: readonly number[],
  differencesOf: () => readonly Difference[],
): Rerun {
  if (problem !== undefined) return { kind: "wrong", message: `${what} failed: ${problem}` };
  if (changedPages.length === 0) return { kind: "quiet" };
  const [first] = differencesOf();
  if (first !== undefined) {
    return { kind: "wrong", message: `${what} changes it: ${first.message}` };
  }
  const count = changedPages.length === 1 ? "1 page" : `${changedPages.length} pages`;
  return {
    kind: "harmless",
    message: `${what} changes bytes in ${count}, but no file: not asked of resumed ones`,
  };
}
