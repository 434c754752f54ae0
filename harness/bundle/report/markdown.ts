import { printable } from "../../report/printable.js";

/** A text of others on one line, as code: nothing in it is markup, a link or a name. */
export function codeSpan(text: string): string {
  const line = printable(text.replaceAll(/\s+/gu, " ")).trim();
  const fence = fenceFor(line, 1);
  const pad = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines of others as a block of code, which no line of them ends. */
export function codeBlock(text: string, language = ""): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n").map(printable);
  const fence = fenceFor(text, 3);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** Longer than any row of backticks inside (CommonMark 0.31, 4.5 and 6.1). */
function fenceFor(text: string, least: number): string {
  const rows = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(least, ...rows.map(({ length }) => length + 1)));
}
