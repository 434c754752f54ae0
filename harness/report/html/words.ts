/** A count with its thousands apart: `98,304`. */
export function number(count: number): string {
  return count.toLocaleString("en");
}

/** A count with its noun: `1 case`, `19,713 cases`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : plural}`;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** A size or an offset: `512 B`, `16 KiB`, `1.5 MiB`. */
export function bytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ""}`;
}

/** A text of at most so many letters. */
export function shortened(text: string, mostLetters: number): string {
  return text.length <= mostLetters ? text : `${text.slice(0, mostLetters - 1)}…`;
}
