import { printable } from "../printable.js";

/** No name or message is longer: a broken disk may say anything. */
const longest = 1000;

/** Text of others for a file: on one line, cut short where it is long, with nothing that steers. */
export function plainLine(text: string): string {
  const line = printable(text.slice(0, longest));
  return text.length <= longest ? line : `${line}... (${text.length} characters)`;
}
