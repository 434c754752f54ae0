/** Knows what the writes of a trace went to. */
export interface WriteNames {
  /** For example "primary header"; undefined where nobody knows. */
  readonly nameOf: (write: number) => string | undefined;
}

/** "write 12 (primary header)", "writes 12 to 14 and 20 (P1: data and backup header)". */
export function writesText(writes: readonly number[], { nameOf }: WriteNames): string {
  const names = new Set(writes.map(nameOf).filter((name) => name !== undefined));
  const named = names.size === 0 ? "" : ` (${listText([...names])})`;
  return `${writes.length === 1 ? "write" : "writes"} ${numbersText(writes)}${named}`;
}

/** More words than this are counted instead of listed. */
const mostListed = 4;

/** "a, b and c"; of a long list the first words and how many more there are. */
export function listText(words: readonly string[]): string {
  const tooMany = words.length > mostListed;
  const listed = tooMany ? words.slice(0, mostListed - 1) : words.slice(0, -1);
  const last = tooMany ? `${words.length - listed.length} more` : (words.at(-1) ?? "");
  return listed.length === 0 ? last : `${listed.join(", ")} and ${last}`;
}

/** Numbers in rising order; three or more in a row become a range. */
function numbersText(numbers: readonly number[]): string {
  const rows: { readonly from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = rows.at(-1);
    if (last?.to === number - 1) last.to = number;
    else rows.push({ from: number, to: number });
  }
  const words = rows.flatMap(({ from, to }) => {
    if (to - from > 1) return [`${from} to ${to}`];
    return from === to ? [String(from)] : [String(from), String(to)];
  });
  return listText(words);
}
