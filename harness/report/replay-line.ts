import { shellWord } from "../model/shell-word.js";
import type { RunJson } from "../store/records.js";
import { printableLines } from "./printable.js";

/** The command that shows a case again, on any machine that has the image; maybe on many lines. */
export function replayLine(id: string, { replayWords }: Pick<RunJson, "replayWords">): string {
  const words = ["crashpoint", "replay", shellWord(id), ...replayWords.map(shellWord)];
  return printableLines(words.join(" "));
}
