import type { CaseRecord } from "../../store/records.js";
import type { Chapter } from "./chapter.js";
import { countTones } from "./tone.js";
import { counted } from "./words.js";

type Kind = "held" | "violated" | "undecided";

/** What came of a chapter, and why it is not held. */
export interface ChapterVerdict {
  readonly kind: Kind;
  readonly reasons: readonly string[];
}

/**
 * The worst verdict of its runs. One that has not ended is violated where it has found anything
 * that is not known, and undecided otherwise.
 */
export function verdictOf(chapter: Chapter): ChapterVerdict {
  const kinds = chapter.runs.map(({ end, cases, golden }): Kind => {
    if (end !== undefined) return end.verdict;
    const isRed =
      cases.some(({ verdict, known }) => verdict === "violated" && !known) ||
      golden?.findings.some(({ known }) => !known) === true;
    return isRed ? "violated" : "undecided";
  });
  const kind = (["violated", "undecided"] as const).find((each) => kinds.includes(each)) ?? "held";
  return { kind, reasons: reasonsOf(chapter) };
}

function reasonsOf({ runs, cases, uncrashed, golden }: Chapter): string[] {
  const counts = countTones(cases);
  const alone = uncrashed.filter(({ known }) => !known).length;
  const astray = cases.filter(isAstray).length;
  const uncrashable = runs.reduce((sum, { end }) => sum + (end?.notNested.length ?? 0), 0);
  const open = runs.filter(({ end }) => end === undefined).length;
  const why = runs.flatMap(({ end }) =>
    end !== undefined && "reason" in end.why ? [end.why.reason] : [],
  );
  return [
    ...(counts.violated > 0 ? [`${counted(counts.violated, "case")} violated`] : []),
    ...(alone > 0 ? [`${counted(alone, "finding")} without a crash`] : []),
    ...(counts.undecided > 0 ? [`${counted(counts.undecided, "case")} undecided`] : []),
    ...(astray > 0 ? [`${counted(astray, "case")} with a crash that did not land`] : []),
    ...(uncrashable > 0 ? [`${counted(uncrashable, "resume")} could not be crashed`] : []),
    ...(cases.length === 0 ? ["no case was run"] : []),
    ...(golden === undefined ? ["uninterrupted runs were not judged"] : []),
    ...(open === 0
      ? []
      : runs.length === 1
        ? ["it has not ended"]
        : [`${counted(open, "run")} not ended`]),
    ...new Set(why),
  ];
}

/** A case that is decided, though one of its crashes has shown nothing. */
function isAstray({ verdict, cuts }: CaseRecord): boolean {
  return verdict !== "undecided" && cuts.some(({ landed }) => landed !== "landed");
}
