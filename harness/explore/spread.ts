/**
 * Puts items into an order that comes to a little of everything first: of each class its first and
 * last, then those in the middle, and so on by halves, as long as there are some left. Items of one
 * round keep their order, so that going through all of them takes only log2(count) passes.
 */
export function spread<T>(items: readonly T[], classOf: (item: T) => string): T[] {
  return byRound(items, classOf, roundOf);
}

/** Takes one item of each class in turn, as long as there are some left. */
export function inTurn<T>(items: readonly T[], classOf: (item: T) => string): T[] {
  return byRound(items, classOf, (index) => index);
}

function byRound<T>(
  items: readonly T[],
  classOf: (item: T) => string,
  roundAt: (index: number, count: number) => number,
): T[] {
  const classes = new Map<string, T[]>();
  for (const item of items) {
    const name = classOf(item);
    const members = classes.get(name);
    if (members === undefined) classes.set(name, [item]);
    else members.push(item);
  }
  const rounds = new Map<T, number>();
  for (const members of classes.values()) {
    for (const [index, item] of members.entries()) {
      rounds.set(item, roundAt(index, members.length));
    }
  }
  return [...items].sort((a, b) => (rounds.get(a) ?? 0) - (rounds.get(b) ?? 0));
}

/** 0 for the ends of a list, 1 for its middle, 2 for the middles of both halves, and so on. */
function roundOf(index: number, count: number): number {
  let [low, high, round] = [0, count - 1, 0];
  while (index !== low && index !== high) {
    round += 1;
    const middle = (low + high) >> 1;
    if (index === middle) return round;
    if (index < middle) high = middle;
    else low = middle;
  }
  return round;
}
