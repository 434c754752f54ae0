import { binomialChance, hypergeometricChance } from "./distributions.js";

/**
 * Trials that are alike but for the run: those of one test, or of cases that were drawn by chance.
 * Where all runs are alike, each of the failures is as likely to be in any of the trials.
 */
export interface Stratum {
  readonly trials: number;
  readonly failures: number;
  /** How many of the trials are those of the new run. */
  readonly newTrials: number;
}

/** How likely each count of failures in the new run is: `chances[i]` is that of `least + i`. */
export interface CountChances {
  readonly least: number;
  readonly chances: readonly number[];
}

/** Below it a chance at the end of a row moves no sum. */
const negligible = 1e-30;

/**
 * The exact distribution of the failures of the new run, given how often each stratum failed in
 * all runs together: the convolution of one hypergeometric a stratum. It is the exact test of
 * Cochran, Mantel and Haenszel; with one stratum Fisher's, and with two runs of the same tests
 * McNemar's.
 */
export function conditionalChances(strata: readonly Stratum[]): CountChances {
  const none: CountChances = { least: 0, chances: [1] };
  return alikeStrata(strata)
    .map(([stratum, count]) => row(stratum, count))
    .reduce(convolve, none);
}

/** The chance of so many failures in the new run, or more. */
export function chanceOfAtLeast({ least, chances }: CountChances, count: number): number {
  const tail = chances.slice(Math.max(0, count - least));
  return Math.min(1, tail.reduceRight(add, 0));
}

/** The chance of so many failures in the new run, or fewer. */
export function chanceOfAtMost({ least, chances }: CountChances, count: number): number {
  return Math.min(1, chances.slice(0, Math.max(0, count - least + 1)).reduce(add, 0));
}

/** Mean and standard deviation. */
export function momentsOf({ least, chances }: CountChances): { mean: number; deviation: number } {
  const mean = chances.reduce((sum, chance, index) => sum + chance * (least + index), 0);
  const square = (index: number) => (least + index - mean) ** 2;
  const variance = chances.reduce((sum, chance, index) => sum + chance * square(index), 0);
  return { mean, deviation: Math.sqrt(variance) };
}

/** The smallest chance that any outcome can have: with so few failures, no test can go below. */
export function chanceOfMost(strata: readonly Stratum[]): number {
  return strata.reduce((product, each) => product * rangeOf(each).chanceOfMost, 1);
}

/** The same of the lowest outcome. */
export function chanceOfLeast(strata: readonly Stratum[]): number {
  return strata.reduce((product, each) => product * rangeOf(each).chanceOfLeast, 1);
}

function rangeOf(stratum: Stratum) {
  const { trials: all, failures: marked, newTrials: drawn } = stratum;
  const least = Math.max(0, drawn + marked - all);
  const most = Math.min(drawn, marked);
  const chance = (seen: number) => hypergeometricChance(seen, { all, marked, drawn });
  return { least, most, chanceOfLeast: chance(least), chanceOfMost: chance(most) };
}

/** Failures in strata that could have gone another way: of the new run, and of all. */
export function openFailures(strata: readonly Stratum[], inNewRun: number) {
  const settled = strata.filter(({ trials, failures }) => failures === trials);
  const count = (of: "failures" | "newTrials", some: readonly Stratum[]) =>
    some.reduce((sum, each) => sum + each[of], 0);
  return {
    newRun: inNewRun - count("newTrials", settled),
    all: count("failures", strata) - count("failures", settled),
  };
}

/** Strata that are the same, once, and how often. */
function alikeStrata(strata: readonly Stratum[]): (readonly [Stratum, number])[] {
  const alike = new Map<string, readonly [Stratum, number]>();
  for (const stratum of strata) {
    const key = [stratum.trials, stratum.failures, stratum.newTrials].join();
    alike.set(key, [stratum, (alike.get(key)?.[1] ?? 0) + 1]);
  }
  return [...alike.values()];
}

/** Of `count` strata that are alike. A single trial, or a single failure, makes it binomial. */
function row(stratum: Stratum, count: number): CountChances {
  const { trials, failures, newTrials } = stratum;
  if (newTrials === 1 || failures === 1) {
    const chance = (newTrials * failures) / trials;
    return trimmed(
      0,
      fill(count + 1, (seen) => binomialChance(seen, count, chance)),
    );
  }
  const { least, most } = rangeOf(stratum);
  const numbers = { all: trials, marked: failures, drawn: newTrials };
  const one = trimmed(
    least,
    fill(most - least + 1, (index) => hypergeometricChance(least + index, numbers)),
  );
  return fill(count - 1, () => one).reduce(convolve, one);
}

function convolve(one: CountChances, other: CountChances): CountChances {
  const sums = new Float64Array(one.chances.length + other.chances.length - 1);
  one.chances.forEach((left, at) =>
    other.chances.forEach((right, further) => {
      sums[at + further] = (sums[at + further] ?? 0) + left * right;
    }),
  );
  return trimmed(one.least + other.least, [...sums]);
}

function trimmed(least: number, chances: readonly number[]): CountChances {
  const first = chances.findIndex((chance) => chance > negligible);
  const last = chances.findLastIndex((chance) => chance > negligible);
  return { least: least + first, chances: chances.slice(first, last + 1) };
}

function fill<T>(length: number, value: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => value(index));
}

function add(sum: number, chance: number): number {
  return sum + chance;
}
