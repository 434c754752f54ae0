/**
 * Runs all items, `jobs` at a time; `job` is the number of the lane, from 0. Returns the results in
 * the order of the items. Throws what the first failing one threw, once no other is running.
 */
export async function inLanes<T, R>(
  items: readonly T[],
  jobs: number,
  signal: AbortSignal,
  run: (item: T, job: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const lanes = Array.from({ length: jobs }, async (_, job) => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        signal.throwIfAborted();
        const [index, item] = next;
        results[index] = await run(item, job);
      }
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  });
  const ends = await Promise.allSettled(lanes);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}
