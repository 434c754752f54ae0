import { shellWord } from "../model/shell-word.js";
import { programName } from "./places.js";

/**
 * The command that shows a case again, on any machine that has the image: of a scenario the id
 * says it all, of any other command or program it is said again, by `replayWords`.
 */
export function replayCommandOf(id: string, replayWords: readonly string[]): string {
  return [programName, "replay", id, ...replayWords.map(shellWord)].join(" ");
}
