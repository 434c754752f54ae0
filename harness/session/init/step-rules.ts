import type { PrintedLine } from "../../runner/golden/trial.js";
import type { StepRule } from "../../model/steps.js";

/** Steps that were read from what a program prints. */
export interface StepsSeen {
  readonly stepNames: readonly [string, ...string[]];
  readonly steps: readonly StepRule[];
  /** So many further kinds of lines have no rule. */
  readonly leftOut: number;
}

const firstStep = "start";
const mostSteps = 12;

/**
 * A step for each kind of line after which the program writes, or for each where it never writes
 * after a line. Numbers in a line may differ from run to run: lines that differ in them alone are
 * of one kind.
 */
export function stepsSeenIn(lines: readonly PrintedLine[]): StepsSeen {
  const writesNothing = lines.every(({ writes }) => writes === 0);
  const begun = lines.filter(({ writes }) => writesNothing || writes > 0);
  const lettered = begun.filter(({ text }) => /[a-z]/i.test(text));
  const kinds = [...new Set(lettered.map(({ text }) => patternOf(text)))];
  const steps: StepRule[] = [];
  for (const line of kinds.slice(0, mostSteps)) {
    const taken = [firstStep, ...steps.map(({ step }) => step)];
    steps.push({ line, step: freeName(nameOf(line), taken) });
  }
  const stepNames = [firstStep, ...steps.map(({ step }) => step)] as const;
  return { stepNames, steps, leftOut: kinds.length - steps.length };
}

/** A regular expression for lines that differ from this one in numbers and the disk alone. */
function patternOf(text: string): string {
  const pieces = text.split("{disk}").map((piece) => {
    const fixed = piece.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return fixed.replaceAll(/\d+/g, "\\d+");
  });
  return `^${pieces.join("\\S+")}`;
}

/** The first words of a line, without what is no letter. */
function nameOf(pattern: string): string {
  const text = pattern.replaceAll(/\\[dS]\+/g, " ").toLowerCase();
  const words = text.match(/[a-z]+/g) ?? [];
  return words.slice(0, 3).join("-").slice(0, 30) || "step";
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) name = `${wanted}-${number}`;
  return name;
}
