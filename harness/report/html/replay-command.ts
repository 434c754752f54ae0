import { formatCaseId } from "../../model/case-id.js";
import { shellWord } from "../../model/shell-word.js";
import type { RunJson } from "../../store/records.js";

/** Shows a case of a run again, where crashpoint is installed and the image is. */
export function replayCommand(id: string, { replayWords }: Pick<RunJson, "replayWords">): string {
  return ["crashpoint", "replay", id, ...replayWords.map(shellWord)].join(" ");
}

/** The id of an uninterrupted run. */
export function uncrashedId({ scenario, target, seed, fingerprint }: RunJson): string {
  return formatCaseId({ scenario, target, seed, cuts: [], fingerprint });
}
