import { programName } from "../../catalogue/places.js";
import type { Subject } from "./subject.js";

/**
 * The command that shows a case again, on any machine that has the image: of a scenario the id
 * says it all, of any other command it is said again.
 */
export function replayCommandOf(id: string, { replayWords }: Subject): string {
  return [programName, "replay", id, ...replayWords.map(quoted)].join(" ");
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
