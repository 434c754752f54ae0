/** Of a one-sided test at 5 %, and of a power of 80 %. */
const levelQuantile = 1.6449;
const powerQuantile = 0.8416;

/**
 * How many runs of each side it takes to see a difference of their means four times in five, where
 * single runs spread by `spread`: the textbook's size of a sample. Undefined without a difference.
 */
export function runsOfEachSide(difference: number, spread: number): number | undefined {
  if (difference === 0) return undefined;
  const distances = ((levelQuantile + powerQuantile) * spread) / difference;
  return Math.max(2, Math.ceil(2 * distances ** 2));
}

/**
 * How many parents must be without any of `count` findings before chance is ruled out: each of
 * them would be as likely in any of the runs.
 */
export function parentsWithout(count: number, level: number): number {
  return Math.ceil(level ** (-1 / count) - 1 - 1e-9);
}
