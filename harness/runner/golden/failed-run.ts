import type { Target } from "../../catalogue/target.js";
import type { GoldenWatch } from "../../media/medium.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { lastWords } from "../lab/traces.js";
import { whyFailed } from "./why-failed.js";

/**
 * Everything that a user wants to know of an uninterrupted run that has failed: what it said, what
 * it has done, whether the same again works, and how to go on with it. What it has left is on the
 * bench, and another run is made on it.
 */
export async function whatFailed(
  lab: Lab,
  watch: GoldenWatch,
  { successCodes }: Target,
  record: RunRecord,
  failed: string,
): Promise<string> {
  const said = `It said: ${lastWords(record)}`;
  const { noun } = lab.bench;
  const isAsBefore = lab.bench.changeFromBase() === undefined;
  const { lines, faults } = await watch.workDone();
  const done =
    lines.length > 0 ? `has changed: ${lines.join("; ")}` : "has changed, but no file on it";
  const losses = faults.map(({ place, message }) => `${place}: ${message}`);
  const again = record.ended === "finished" ? await onceMore(lab) : [];
  const code = record.exits.at(-1)?.exitCode;
  const isCode = record.ended === "finished" && typeof code === "number";
  return [
    `the uninterrupted run failed: ${failed}`,
    said,
    `The ${noun} ${isAsBefore ? "is byte for byte as before" : done}`,
    ...(losses.length > 0 ? [`It lost: ${losses.join("; ")}`] : []),
    ...again,
    ...(isCode
      ? [`To take this for success and go on: --success ${[...successCodes, code].join(",")}`]
      : []),
  ].join(". ");
}

/** Whether it works on what it has left, where it may have come further. */
async function onceMore(lab: Lab): Promise<string[]> {
  lab.bench.promote();
  const record = await lab.run({ part: "resume", kind: "plain" });
  const problem = whyFailed(lab, record);
  return [`The same once more on that: ${problem ?? "succeeds"}, saying: ${lastWords(record)}`];
}
