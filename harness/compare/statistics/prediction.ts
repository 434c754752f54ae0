import { aboveNormal, aboveT } from "./distributions.js";

/** How often something was seen in one run, of how many. */
export interface RunCount {
  readonly count: number;
  readonly size: number;
}

/** Where one more run stands among its parents, by how much these vary between themselves. */
export interface Prediction {
  /** What the parents let expect of a run of this size. */
  readonly expected: number;
  /** How far a run of this size lies from that, as the parents do; a standard deviation. */
  readonly spread: number;
  /** Student's t of the new run; infinite where it differs from parents that are all the same. */
  readonly t: number;
  readonly degreesOfFreedom: number;
}

/**
 * The prediction interval of one more run, with the dispersion that the parents show, whatever
 * it is: t = (x/n - r) / sqrt(phi (1/n + 1/N)), where r is the rate of all parents together, N
 * their size, and phi their weighted variance with k - 1 degrees of freedom. For runs of one size
 * it is the textbook's. Undefined with fewer than two parents.
 */
export function predict(now: RunCount, parents: readonly RunCount[]): Prediction | undefined {
  const degreesOfFreedom = parents.length - 1;
  if (degreesOfFreedom < 1) return undefined;
  const size = parents.reduce((sum, each) => sum + each.size, 0);
  const rate = parents.reduce((sum, each) => sum + each.count, 0) / size;
  const squares = parents.map((each) => each.size * (each.count / each.size - rate) ** 2);
  const dispersion = squares.reduce((sum, each) => sum + each, 0) / degreesOfFreedom;
  const difference = now.count / now.size - rate;
  const error = Math.sqrt(dispersion * (1 / now.size + 1 / size));
  return {
    expected: rate * now.size,
    spread: Math.sqrt(dispersion * now.size),
    t: Math.abs(difference) < 1e-12 ? 0 : difference / error,
    degreesOfFreedom,
  };
}

/** The chance that one more run like the parents lies as far above them, or further. */
export function chanceAbove({ t, degreesOfFreedom }: Prediction): number {
  return aboveT(t, degreesOfFreedom);
}

/** The same, if the spread of the parents were known and not estimated from a few of them. */
export function chanceAboveOfMany({ t }: Prediction): number {
  return aboveNormal(t);
}

/** The prediction turned over: what is below stands above. */
export function turned(prediction: Prediction): Prediction {
  return { ...prediction, t: -prediction.t };
}
