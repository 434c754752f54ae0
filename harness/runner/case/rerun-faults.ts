import type { Fault } from "../../model/verdict.js";

/** What is wrong with one more run on a finished medium, which must change nothing. */
export function rerunFaults(
  problem: string | undefined,
  change: string | undefined,
  noun: string,
): Fault[] {
  const what = `one more run on the finished ${noun}`;
  const make = (message: string): Fault[] => [
    { checker: "rerun", class: "diverged", place: "one more run", message },
  ];
  if (problem !== undefined) return make(`${what} failed: ${problem}`);
  return change === undefined ? [] : make(`${what}: expected no change, found ${change}`);
}
