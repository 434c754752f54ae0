import { dirname, resolve } from "node:path";

/**
 * True for what names a file and not something of the catalogue: it begins with a dot or a slash,
 * or ends in `.json` or `.jsonc`.
 */
export function isPath(text: string): boolean {
  return /^[./]|\.jsonc?$/.test(text);
}

/** A function that turns what is said in a file into what it means: paths count from the file. */
export function readerOf(filePath: string) {
  const folder = dirname(resolve(filePath));
  const text = (said: string): string => said.replaceAll("{here}", folder);
  /** A word that begins with `./` or `../` is a path, and so is `.`, `..`. */
  const word = (said: string): string =>
    /^\.\.?(?:\/|$)/.test(said) ? resolve(folder, said) : text(said);
  const path = (said: string): string => resolve(folder, text(said));
  return { text, word, path };
}
