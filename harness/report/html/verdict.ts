import { counted } from "../words.js";
import type { Chapter } from "./chapter.js";
import { countTones } from "./tone.js";

/** What came of a chapter, and why it is not held. */
export interface ChapterVerdict {
  readonly kind: "held" | "violated" | "undecided";
  readonly reasons: readonly string[];
}

/** Violated where anything is wrong that is not known, else undecided where anything is open. */
export function verdictOf({ cases, uncrashed, golden }: Chapter): ChapterVerdict {
  const counts = countTones(cases);
  const alone = uncrashed.filter(({ known }) => !known).length;
  const wrong = [
    ...(counts.violated > 0 ? [`${counted(counts.violated, "case")} violated`] : []),
    ...(alone > 0 ? [`${counted(alone, "finding")} without a crash`] : []),
  ];
  const open = [
    ...(counts.undecided > 0 ? [`${counted(counts.undecided, "case")} undecided`] : []),
    ...(golden === undefined ? ["the uninterrupted runs were not judged"] : []),
  ];
  if (wrong.length > 0) return { kind: "violated", reasons: [...wrong, ...open] };
  return open.length > 0 ? { kind: "undecided", reasons: open } : { kind: "held", reasons: [] };
}
