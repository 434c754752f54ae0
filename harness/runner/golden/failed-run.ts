import { constants } from "node:os";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { GoldenWatch } from "../../media/medium.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { lastWords } from "../lab/traces.js";
import { whyFailed } from "./why-failed.js";

/** What was run, and where users say of it what success is. */
interface Subject {
  readonly scenario: Pick<Scenario, "name" | "image">;
  readonly target: Pick<Target, "name" | "successCodes">;
}

/**
 * Everything that a user wants to know of an uninterrupted run that has failed: what it said, what
 * it has done, whether the same again works, and how to go on with it. What it has left is on the
 * bench, and another run is made on it.
 */
export async function whatFailed(
  lab: Lab,
  watch: GoldenWatch,
  subject: Subject,
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
  return [
    `the uninterrupted run failed: ${failed}`,
    said,
    `The ${noun} ${isAsBefore ? "is byte for byte as before" : done}`,
    ...(losses.length > 0 ? [`It lost: ${losses.join("; ")}`] : []),
    ...again,
    ...howToGoOn(subject, record),
  ].join(". ");
}

/** Whether it works on what it has left, where it may have come further. */
async function onceMore(lab: Lab): Promise<string[]> {
  lab.bench.promote();
  const record = await lab.run({ part: "resume", kind: "plain" });
  const problem = whyFailed(lab, record);
  return [`The same once more on that: ${problem ?? "succeeds"}, saying: ${lastWords(record)}`];
}

/** By these a shell says that it can't run a program, or has found none. */
const notRun = new Map([
  [126, "found that it can't be run"],
  [127, "found no such program"],
]);

/** What to do about an exit code; nothing where a signal or a time limit has ended the run. */
function howToGoOn({ scenario, target }: Subject, { ended, exits }: RunRecord): string[] {
  const code = exits.at(-1)?.exitCode;
  if (ended !== "finished" || typeof code !== "number") return [];
  const why = notRun.get(code);
  if (why !== undefined) return [`By ${code} a shell says that it ${why}: see to that first`];
  const signal = signalOf(code);
  if (signal !== undefined) return [`By ${code} a shell says that ${signal} has ended a program`];
  const codes = [...target.successCodes, code];
  if (scenario.image.kind === "given") {
    return [`To take this for success and go on: --success ${codes.join(",")}`];
  }
  return [
    `To take this for success and go on: "successCodes": [${codes.join(", ")}] in target ` +
      `${target.name}; where it is right to refuse: "ends": "refused" in scenario ${scenario.name}`,
  ];
}

/** The signal that a shell tells of by 128 and more. */
function signalOf(code: number): string | undefined {
  const signals = Object.entries(constants.signals);
  return signals.find(([, number]) => code === 128 + number)?.[0];
}
