import type { Fault } from "../../model/verdict.js";

/**
 * What is wrong with one more run on a finished medium, uninterrupted or resumed. Where it fails,
 * whoever runs it at each boot never gets on: stuck. Where it changes something, there was more to
 * be done, or what was done is undone: diverged.
 */
export function rerunFault(how: "fails" | "changes", message: string): Fault {
  const className = how === "fails" ? "stuck" : "diverged";
  return { checker: "rerun", class: className, place: "one more run", message };
}
