import { shellWord } from "../../model/shell-word.js";
import type { RunJson } from "../../store/records.js";

/** Shows a case of a run again, where crashpoint is installed and the image is. */
export function replayCommand(id: string, { replayWords }: Pick<RunJson, "replayWords">): string {
  return ["crashpoint", "replay", id, ...replayWords.map(shellWord)].join(" ");
}
