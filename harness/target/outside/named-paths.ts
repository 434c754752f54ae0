import { isAbsolute } from "node:path";

/** What can't stand in a path that a shell line names without quotes. */
const path = /(?<![\w.~/-])\/[^\s'"`;|&<>()$:=,*?\\{}]+/g;

/** The absolute paths that words of command lines name, as far as their text shows. */
export function pathsIn(texts: readonly string[]): string[] {
  const whole = texts.filter((text) => isAbsolute(text));
  const inside = texts.flatMap((text) => [...text.matchAll(path)].map(([found]) => found));
  return [...new Set([...whole, ...inside])];
}
