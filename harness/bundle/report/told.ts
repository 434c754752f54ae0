import { formatCut, interruptWords } from "../../model/cut-text.js";
import { counted } from "../../report/words.js";
import type { CaseRecord, CutRecord } from "../../store/records.js";

/** A finding, as a report has it. */
export interface ToldFinding {
  readonly class: string;
  readonly place: string;
  readonly when: string;
  /** Absent where it may name what is not to be told. */
  readonly message?: string;
}

/** What a report says of a case: texts of others, none of them made safe yet. */
export interface ToldCase {
  readonly id: string;
  readonly worst: string;
  readonly command: string;
  /** One a crash, and one for what was run then. */
  readonly happened: readonly string[];
  readonly findings: readonly ToldFinding[];
  readonly needs?: string;
  /** What is what, for the table of versions. */
  readonly versions: readonly (readonly [string, string])[];
}

/** What happened in a case, crash by crash, in words. `placeOf` names the place of a write. */
export function happenedIn(
  { cuts, resumes }: CaseRecord,
  placeOf: (cut: CutRecord) => string = placeWords,
): string[] {
  const crashes = cuts.map((cut, index) => {
    const where = index === 0 ? "" : " of the run after that";
    return `${crashWords(cut)}${where}${placeOf(cut)}`;
  });
  const after = resumes === 0 ? "It was not run again" : `Then ${counted(resumes, "more run")}`;
  return [...crashes, after];
}

function placeWords({ step, region }: CutRecord): string {
  const last = region === "" ? "" : `; the last write went to "${region}"`;
  return `, in step "${step}"${last}`;
}

function crashWords({ point, write, bytes, ofWrites }: CutRecord): string {
  const torn = bytes === 0 ? "" : ` and ${counted(bytes, "byte")} of the next`;
  const of = ofWrites === 0 ? "" : ` of ${ofWrites}`;
  const after = `after write ${write}${of}${torn}`;
  switch (point.kind) {
    case "power":
      return `Power was lost ${after} (${formatCut(point)})`;
    case "interrupt":
      return `It got ${interruptWords(point)} after write ${point.writes}${of}`;
    case "line":
    case "write":
      return `It was killed (SIGKILL) ${after}`;
  }
}

/** After which crash a finding was seen. */
export function whenSeen(kill: number): string {
  return kill === 0 ? "after the last run" : `at crash ${kill}, before anything was run again`;
}
