import { level, type Corrected } from "../../compare/correct.js";
import { assumedVariation } from "../../compare/statistics/lucky-runs.js";
import type { RunCount } from "../../compare/statistics/prediction.js";
import { printable } from "../printable.js";
import { formatTable, numeric } from "../tables/table.js";

/** Longest name of a question that is printed whole. */
const nameColumns = 60;

/** The questions, a line each: what the parents have, what the new run has, and how likely. */
export function questionTable(asked: readonly Corrected[]): string {
  return formatTable(
    [
      { heading: "question" },
      ...[numeric("parents"), numeric("expected"), numeric("now")],
      ...[numeric("p"), numeric("corrected"), { heading: "more than chance?" }],
    ],
    asked.map((each) => {
      const { answer, side, adjusted, says } = each;
      const { now, parents, expected } = answer;
      return [
        clipped(questionText(each)),
        rangeText(parents),
        expected.toFixed(1),
        String(now.count),
        probability(answer[side].p),
        adjusted === undefined ? "-" : probability(adjusted),
        answerTexts[says],
      ];
    }),
  );
}

const answerTexts = {
  "more than chance": "yes",
  chance: "no",
  "too few parents": "perhaps: more parents would tell",
  "too few failures": "can't be told from so few",
} as const;

/** A p-value with two digits that matter. */
export function probability(p: number): string {
  if (p < 1e-9) return "<1e-9";
  return p < 0.001 ? p.toExponential(1) : String(Number(p.toPrecision(2)));
}

/** Counts of several runs: `56 to 76`. */
export function rangeText(parents: readonly RunCount[]): string {
  const counts = parents.map(({ count }) => count);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function questionText({ answer: { about, text } }: Corrected): string {
  return ["part", "class", "finding"].includes(about) ? `${about} ${printable(text)}` : text;
}

function clipped(text: string): string {
  return text.length <= nameColumns ? text : `${text.slice(0, nameColumns - 3)}...`;
}

/** Which tests were used, in words. */
export function testsText(answer: Corrected["answer"], asked: number): string {
  const exact =
    `Exact conditional test (Cochran-Mantel-Haenszel; Fisher's where cases are drawn, McNemar's ` +
    `where two runs are paired), one-sided`;
  const correction = `Corrected by Holm's method for ${asked} questions, held against ${level}.`;
  return `${exact}${betweenText(answer)} ${correction}`;
}

function betweenText({ degreesOfFreedom, parents, unit }: Corrected["answer"]): string {
  if (degreesOfFreedom > 0) {
    return (
      `; and Student's t of one more run after ${parents.length}, ${degreesOfFreedom} degrees of ` +
      `freedom. The larger p of both counts.`
    );
  }
  if (unit === "case") return ".";
  return (
    `; and beta-binomial, since one parent does not show how runs vary: taken as ` +
    `${100 * assumedVariation} %. The larger p of both counts.`
  );
}
