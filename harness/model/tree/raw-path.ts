/**
 * Names of files are bytes, which need not be UTF-8. A raw path has one character for each byte
 * (Latin-1), so that it can be split, joined and sorted as text.
 */
export type RawPath = string;

/** The raw form of a path as text. */
export function rawPath(text: string): RawPath {
  return Buffer.from(text).toString("latin1");
}

/** A raw path for people: what is no UTF-8, and what would steer a terminal, stands escaped. */
export function shownPath(raw: RawPath): string {
  const text = Buffer.from(raw, "latin1").toString("utf8");
  const isUtf8 = rawPath(text) === raw;
  const odd = isUtf8 ? /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu : /[^ -~]/g;
  return (isUtf8 ? text : raw).replace(odd, escaped);
}

function escaped(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}
