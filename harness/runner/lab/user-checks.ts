import type { Checks } from "../../catalogue/said/schemas.js";
import { CannotJudge, messageOf } from "../../model/errors.js";
import type { FindingClass } from "../../model/verdict.js";
import type { Inspection, Printed } from "./inspect.js";

/** What runs the lines: a lab. */
export interface Inspector {
  inspect(line: string): Promise<Inspection>;
}

/** Something that the user's own checks refuse. */
export interface Refusal {
  readonly checker: "check" | "check at the crash" | "view";
  readonly class: FindingClass;
  /** The line. */
  readonly place: string;
  readonly message: string;
}

/** What a view of the medium has printed, and how it has ended. Plain data. */
export interface View extends Printed {
  readonly exitCode: number;
}

type Ended = Extract<Inspection, { kind: "ended" }>;

/**
 * The checks that the user has brought, run on copies. All reject with CannotJudge where a line
 * does not come to an end of its own, or can't be run at all: then it has said nothing.
 */
export class UserChecks {
  readonly #checks: Checks;

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  /** What a crash has left lacks, as far as a boot needs it. */
  async atCrash(lab: Inspector): Promise<Refusal[]> {
    const { atCrash } = this.#checks;
    return refusals(lab, atCrash, "check at the crash", "unbootable at the crash");
  }

  /** What the checks refuse of an end, whether anything has crashed before it or not. */
  async atEnd(lab: Inspector): Promise<Refusal[]> {
    return refusals(lab, this.#checks.atEnd, "check", "check failed");
  }

  /** What the view shows now; undefined where there is none. */
  async viewOf(lab: Inspector): Promise<View | undefined> {
    const { view } = this.#checks;
    if (view === undefined) return undefined;
    const { exitCode, stdout } = await look(lab, view.line);
    return { exitCode, ...stdout };
  }

  /**
   * What is wrong with a view, by those after uninterrupted runs, any of which will do, and by that
   * of before, which will do where the user has said so.
   */
  viewRefusals(found: View, goldens: readonly View[], before: View): Refusal[] {
    const { view } = this.#checks;
    const [wanted] = goldens;
    if (view === undefined || wanted === undefined) return [];
    const { line, like } = view;
    const good = like === "either" ? [...goldens, before] : goldens;
    if (good.some((each) => sameView(each, found))) return [];
    const neither = like === "either" ? ", and not as before any run either" : "";
    const message = `\`${line}\`: ${viewDifference(found, wanted)}${neither}`;
    return [{ checker: "view", class: "check failed", place: line, message }];
  }
}

/** True where two views show the same. */
export function sameView(one: View, other: View): boolean {
  return one.exitCode === other.exitCode && one.sha256 === other.sha256;
}

/** How a view is not as after an uninterrupted run, in words, by the first line that is not. */
export function viewDifference(found: View, wanted: View): string {
  if (found.exitCode !== wanted.exitCode) {
    return (
      `expected it to exit with ${wanted.exitCode}, as after an uninterrupted run, ` +
      `found ${found.exitCode}`
    );
  }
  const [foundLines, wantedLines] = [found.text.split("\n"), wanted.text.split("\n")];
  const count = Math.max(foundLines.length, wantedLines.length);
  const numbers = Array.from({ length: count }, (_, index) => index);
  const first = numbers.find((index) => foundLines[index] !== wantedLines[index]);
  if (first === undefined) return "expected what an uninterrupted run leaves, found other output";
  const shown = (lines: readonly string[]) => quoted(lines[first]);
  return (
    `expected in line ${first + 1} ${shown(wantedLines)}, as after an uninterrupted run, ` +
    `found ${shown(foundLines)}`
  );
}

const longestShown = 160;

function quoted(line: string | undefined): string {
  return line === undefined ? "nothing more" : `"${line.slice(0, longestShown)}"`;
}

async function refusals(
  lab: Inspector,
  lines: readonly string[],
  checker: Refusal["checker"],
  className: FindingClass,
): Promise<Refusal[]> {
  const found: Refusal[] = [];
  for (const line of lines) {
    const { exitCode, said } = await look(lab, line);
    if (exitCode === 0) continue;
    const message = `\`${line}\` exited with ${exitCode}, saying: ${said}`;
    found.push({ checker, class: className, place: line, message });
  }
  return found;
}

/** What a shell says of a line whose program it can't run, or does not find. */
const notRun = [126, 127];

async function look(lab: Inspector, line: string): Promise<Ended> {
  const why = (problem: string) =>
    new CannotJudge(`the check \`${line}\` says nothing: ${problem}`);
  let inspection: Inspection;
  try {
    inspection = await lab.inspect(line);
  } catch (error) {
    throw why(messageOf(error));
  }
  switch (inspection.kind) {
    case "hung":
      throw why(`it did not end within its time (${inspection.limitMs} ms)`);
    case "died":
      throw why(`it was ended by ${inspection.signal}`);
    case "ended":
      if (!notRun.includes(inspection.exitCode)) return inspection;
      throw why(
        `it can't be run (exit code ${inspection.exitCode}: ${inspection.said}). ` +
          "It runs in an empty folder: what is not on the PATH needs its whole path",
      );
  }
}
