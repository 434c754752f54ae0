import { exitCodes } from "../model/errors.js";
import { countBy } from "./words.js";

/** What a command has shown, from its exit code and from what it printed. */
export interface ParityOutcome {
  readonly result: "held" | "violated" | "undecided" | "not run";
  /** How many cases held, or why not, in a few words. */
  readonly words: string;
  /** Classes of the violated cases that are not known, each once. */
  readonly classes: readonly string[];
  /** Checkers that found something wrong with an uninterrupted run. */
  readonly wrong: readonly string[];
}

const noCrash = "wrong without any crash";

/** Reads what a crashpoint command has printed. */
export function outcomeOf(exitCode: number | null, printed: string): ParityOutcome {
  // A block for each failure comes after the line of its case; a replay prints the block alone.
  const forms = [
    /^case \d+ violated \(([^)]+)\) c1:/gm,
    /^case \d+ violated \(([^)]+)\)$/gm,
    // What block prints of each check.
    /^[a-z]+: [^:]+: violated \(([^)]+)\): /gm,
  ];
  const violated = forms.map((form) => all(form, printed)).find(({ length }) => length > 0) ?? [];
  const wrong = [...new Set(all(/^wrong without any crash: ([^:]+):/gm, printed))].sort();
  const common = { classes: [], wrong };
  const notRun = /^not run: (.*)$/m.exec(printed)?.[1];
  if (notRun !== undefined) return { ...common, result: "not run", words: `not run: ${notRun}` };
  if (exitCode === exitCodes.held) {
    return { ...common, result: "held", words: heldWords(printed) };
  }
  if (exitCode === exitCodes.violated) {
    // A target that neither writes nor says anything leaves no case to be violated.
    const worst = violated.length === 0 && wrong.length > 0 ? [noCrash] : violated;
    return {
      wrong,
      classes: [...new Set(worst)],
      result: "violated",
      words: `violated: ${tally(worst)}`,
    };
  }
  if (exitCode === exitCodes.undecided) {
    return { ...common, result: "undecided", words: `undecided: ${reasonIn(printed)}` };
  }
  const error = /^error: (.*)$/m.exec(printed)?.[1] ?? `exit code ${exitCode ?? "none"}`;
  return { ...common, result: "not run", words: `not run: ${error}` };
}

function heldWords(printed: string): string {
  const known = all(/^case \d+ violated, known \(([^)]+)\)/gm, printed);
  const [, count, held] = /^(\d+) (?:cases? in .*|checks?): (\d+) held,/m.exec(printed) ?? [];
  if (count === undefined || held === undefined) return "held";
  const rest = known.length === 0 ? "" : `; violated as known: ${tally(known)}`;
  return `held ${held} of ${count}${rest}`;
}

function tally(classes: readonly string[]): string {
  const counts = [...countBy(classes, (each) => each)];
  return counts.map(([name, count]) => `${count} x ${name}`).join(", ");
}

/** A reason may go on in further lines, which are indented. */
function reasonIn(printed: string): string {
  const reason = /^ *undecided: (.*(?:\n {2,}\S.*)*)/m.exec(printed)?.[1];
  const ofCase = /^case \d+ undecided \((.*)\) c1:/m.exec(printed)?.[1];
  return (reason ?? ofCase ?? "no reason was printed").replaceAll(/\s+/g, " ");
}

function all(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, first]) => first ?? "");
}
