import * as ported from "lib-r-math.js";

// The one door to a library of distributions, a port of R's own.

/** What is used of it. Node's rules do not find the types that it brings. */
interface Library {
  readonly dbinom: (x: number, size: number, chance: number) => number;
  readonly dhyper: (x: number, marked: number, unmarked: number, drawn: number) => number;
  readonly lbeta: (a: number, b: number) => number;
  readonly lchoose: (n: number, k: number) => number;
  readonly pnorm: (z: number, mean: number, deviation: number, lowerTail: boolean) => number;
  readonly pt: (t: number, degreesOfFreedom: number, centre: number, lowerTail: boolean) => number;
}

const library: Library = ported;

/** The chance of exactly `successes` among `trials`, each with the same chance. */
export function binomialChance(successes: number, trials: number, chance: number): number {
  return library.dbinom(successes, trials, chance);
}

/** The chance that `drawn` of `all`, of which `marked` are marked, hold exactly `seen` marked. */
export function hypergeometricChance(
  seen: number,
  { all, marked, drawn }: { all: number; marked: number; drawn: number },
): number {
  return library.dhyper(seen, marked, all - marked, drawn);
}

/**
 * The chance of exactly `successes` among `trials`, where their common chance is itself drawn: from
 * the beta distribution around one half with `shape` on both sides.
 */
export function betaBinomialChance(successes: number, trials: number, shape: number): number {
  const weight =
    library.lbeta(successes + shape, trials - successes + shape) - library.lbeta(shape, shape);
  return Math.exp(library.lchoose(trials, successes) + weight);
}

/** The chance of a Student's t above `t`. `t` may be infinite. */
export function aboveT(t: number, degreesOfFreedom: number): number {
  return Number.isFinite(t) ? library.pt(t, degreesOfFreedom, 0, false) : Number(t < 0);
}

/** The chance of a standard normal above `z`. `z` may be infinite. */
export function aboveNormal(z: number): number {
  return Number.isFinite(z) ? library.pnorm(z, 0, 1, false) : Number(z < 0);
}
