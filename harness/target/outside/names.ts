import { readdirSync } from "node:fs";

/**
 * Names of files are bytes, which need not be UTF-8. A raw path has one character for each byte
 * (Latin-1), so that it can be split, joined and sorted as text.
 */
export type RawPath = string;

/** The raw names of what is in a folder. Throws where it can't be listed. */
export function namesIn(folder: string): RawPath[] {
  return readdirSync(folder, "latin1");
}

/** The raw form of a path as text. */
export function rawPath(text: string): RawPath {
  return Buffer.from(text).toString("latin1");
}

/** Where something below a folder is, for functions that take a path. */
export function pathIn(folder: string, raw: RawPath): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(raw, "latin1")]);
}

/** A raw path for people: what is no UTF-8, and what would break a line, stands as \xNN. */
export function shownPath(raw: RawPath): string {
  const text = Buffer.from(raw, "latin1").toString("utf8");
  const isUtf8 = rawPath(text) === raw;
  const odd = isUtf8 ? /\p{Cc}/gu : /[^ -~]/g;
  const escaped = (found: string) => `\\x${found.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return (isUtf8 ? text : raw).replace(odd, escaped);
}
