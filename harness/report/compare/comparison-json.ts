import type { CertainFinding } from "../../compare/certain.js";
import type { Comparison } from "../../compare/compare-runs.js";
import type { ComparedRun } from "../../compare/compared-run.js";
import { level, type Corrected } from "../../compare/correct.js";
import { printableJson } from "../printable.js";
import { settleTexts } from "./settle-text.js";

/** A comparison as data: what the text shows, and all that it leaves out. */
export function comparisonJson(comparison: Comparison): string {
  const { now, parents, judgement, certain, chance, unshared } = comparison;
  return printableJson({
    version: 1,
    ...judgement,
    unit: now.unit,
    now: runJson(now),
    parents: parents.map(runJson),
    incomparable: comparison.incomparable,
    circumstances: comparison.circumstances,
    pairedWithoutChance: certain.ids.size,
    came: certain.came.map(certainJson),
    went: certain.went.map(certainJson),
    firstSeen: chance?.firstSeenNames ?? [],
    gone: chance?.goneNames ?? [],
    ...unshared,
    level,
    correction: "Holm",
    worse: chance?.worse.map(questionJson) ?? [],
    better: chance?.better.map(questionJson) ?? [],
    settle: settleTexts(comparison),
  });
}

function runJson({ name, cases, leftOut, notices }: ComparedRun) {
  const failed = cases.filter(({ outcome }) => outcome === "failed").length;
  return { name, failed, of: cases.length, leftOut, notices };
}

function certainJson({ text, ids, elsewhere }: CertainFinding) {
  return { text, ids, elsewhere };
}

function questionJson({ answer, side, adjusted, says }: Corrected) {
  const { about, text, now, parents, expected, spread, degreesOfFreedom } = answer;
  const { exact, betweenRuns, p } = answer[side];
  return {
    ...{ about, text, side, now, parents, expected, spread, degreesOfFreedom },
    ...{ exact, betweenRuns, p, adjusted, says },
  };
}
