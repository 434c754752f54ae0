import type { Fault } from "../../model/verdict.js";
import { rerunFault } from "../golden/rerun-fault.js";

/** What is wrong with one more run on a finished medium, which must change nothing. */
export function rerunFaults(
  problem: string | undefined,
  change: string | undefined,
  noun: string,
): Fault[] {
  const what = `one more run on the finished ${noun}`;
  if (problem !== undefined) return [rerunFault("fails", `${what} failed: ${problem}`)];
  const text = `${what}: expected no change, found ${change}`;
  return change === undefined ? [] : [rerunFault("changes", text)];
}
