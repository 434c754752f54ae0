import { betaBinomialChance } from "./distributions.js";

/**
 * How much runs of one suite are taken to vary where there is one parent, and so nothing to measure
 * it by: the standard deviation of a run's luck, as a part of its mean. In a bad run, on a slow
 * machine, many flaky tests fail together.
 */
export const assumedVariation = 0.5;

/** Two runs whose rates are gamma distributed share their failures by a beta distribution. */
const shape = 1 / assumedVariation ** 2;

/** The chance that one of two such runs has so many of `all` failures, or more. */
export function chanceAmongTwoRuns(count: number, all: number): number {
  const tail = Array.from({ length: all - count + 1 }, (_, index) =>
    betaBinomialChance(all - index, all, shape),
  );
  return Math.min(
    1,
    tail.reduce((sum, chance) => sum + chance, 0),
  );
}
