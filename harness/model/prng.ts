import seedrandom from "seedrandom";

/** A named stream of random draws. What one stream draws moves no other. */
export interface Stream {
  /** A whole number from `least` to `most`, both included. The span is below 2^32. */
  integer(least: number, most: number): number;
  /** One of the items. The list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** The items in another order, as a new list. */
  shuffle<T>(items: readonly T[]): T[];
  bytes(count: number): Buffer;
}

/**
 * Opens the stream named by (seed, label). The same two words give the same draws on every
 * machine and Node version.
 */
export function openStream(seed: string, label: string): Stream {
  const generator = seedrandom.alea(`${seed}/${label}`);
  const word = () => generator.int32() >>> 0;
  const below = (count: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % count);
    for (;;) {
      const drawn = word();
      if (drawn < limit) return drawn % count;
    }
  };
  const integer = (least: number, most: number): number => {
    if (!(most >= least)) throw new RangeError(`no whole number from ${least} to ${most}`);
    return least + below(most - least + 1);
  };
  return {
    integer,
    pick: (items) => items[integer(0, items.length - 1)] as never,
    shuffle(items) {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [result[last], result[other]] = [result[other] as never, result[last] as never];
      }
      return result;
    },
    bytes(count) {
      const buffer = Buffer.alloc(count + 4);
      for (let at = 0; at < count; at += 4) buffer.writeInt32LE(generator.int32(), at);
      return buffer.subarray(0, count);
    },
  };
}
