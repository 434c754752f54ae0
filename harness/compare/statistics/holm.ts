/**
 * P-values, corrected for so many questions (Holm 1979), in the order given: the chance that any
 * of these questions is answered wrongly stays below the level that the result is held against.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index);
  order.sort((one, other) => (pValues[one] ?? 1) - (pValues[other] ?? 1));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let highest = 0;
  for (const [rank, index] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (pValues[index] ?? 1) * (pValues.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}
