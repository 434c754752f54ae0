import type { Comparison } from "../../compare/compare-runs.js";
import { level } from "../../compare/correct.js";
import { parentsWithout, runsOfEachSide } from "../../compare/statistics/settle.js";
import { counted } from "../words.js";

/** The part of the level that the smallest p is held against, where only the whole is asked. */
const strictest = 0.4;

/** How many runs would settle what is open, a sentence each. */
export function settleTexts(comparison: Comparison): string[] {
  const { now, chance, judgement, unshared } = comparison;
  const isOpen = judgement.verdict === "noise" || judgement.verdict === "undecided";
  if (!isOpen || chance === undefined) return [];
  const first = chance.firstSeenNames.length;
  const fewFirst = first > 0 && chance.firstSeenSays !== "chance";
  return [
    ...ofDifference(comparison),
    ...(fewFirst ? [ofFirstSeen(first, now.unit)] : []),
    ...(fewFirst && now.unit === "case"
      ? ["Or replay the cases that show them on the parents' program: replay ID --program PROGRAM"]
      : []),
    ...(unshared.withoutHistory.length > 0 ? ["Parents that have the tests without history"] : []),
  ];
}

function ofDifference({ now, chance }: Comparison): string[] {
  if (chance === undefined) return [];
  const { all } = chance;
  const difference = all.now.count - all.expected;
  const runs = runsOfEachSide(difference, all.spread);
  if (runs === undefined) return [];
  return [
    `If ${counted(Math.abs(Math.round(difference * 10) / 10), `failing ${now.unit}`)} more or ` +
      `fewer a run are real, about ${counted(runs, "run")} of each side would show it ` +
      `(power 80 %)`,
  ];
}

function ofFirstSeen(count: number, unit: string): string {
  const parents = parentsWithout(count, level * strictest);
  const what = unit === "test" ? "failing tests" : "kinds of findings";
  return (
    `${counted(parents, "parent")} without ${count === 1 ? "it" : "any of them"} would rule ` +
    `chance out for ${count} new ${what}`
  );
}
