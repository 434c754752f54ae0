/**
 * Finds a part of `items` that still fails and of which no single item can be left out: `ddmin`
 * of Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE
 * Transactions on Software Engineering 28(2), 2002. `items` as a whole must fail; the order is
 * kept. About 2 log2(n) tests where one item matters, about n^2 at worst.
 */
export async function ddmin<T>(
  items: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (items.length === 0 || (await fails([]))) return [];
  let kept = items;
  let chunkCount = 2;
  while (kept.length >= 2) {
    const smaller = await failingPart(kept, chunkCount, fails);
    if (smaller !== undefined) {
      kept = smaller.items;
      chunkCount = Math.max(2, smaller.wasChunk ? 2 : chunkCount - 1);
    } else if (chunkCount < kept.length) chunkCount = Math.min(kept.length, chunkCount * 2);
    else return kept;
  }
  return kept;
}

/** The first chunk that fails alone, or else the first whose absence does not mend it. */
async function failingPart<T>(
  items: readonly T[],
  chunkCount: number,
  fails: (part: readonly T[]) => Promise<boolean>,
): Promise<{ readonly items: readonly T[]; readonly wasChunk: boolean } | undefined> {
  const borders = Array.from({ length: chunkCount + 1 }, (_, index) =>
    Math.floor((index * items.length) / chunkCount),
  );
  const chunks = borders.slice(1).map((to, index) => ({ from: borders[index] ?? 0, to }));
  for (const { from, to } of chunks) {
    const chunk = items.slice(from, to);
    if (await fails(chunk)) return { items: chunk, wasChunk: true };
  }
  for (const { from, to } of chunkCount > 2 ? chunks : []) {
    const others = [...items.slice(0, from), ...items.slice(to)];
    if (await fails(others)) return { items: others, wasChunk: false };
  }
  return undefined;
}
