import type { ComparedRun } from "./compared-run.js";
import {
  chanceOfAtLeast,
  chanceOfAtMost,
  chanceOfLeast,
  chanceOfMost,
  conditionalChances,
  momentsOf,
  openFailures,
} from "./statistics/conditional.js";
import { chanceAmongTwoRuns } from "./statistics/lucky-runs.js";
import { chanceAbove, chanceAboveOfMany, predict, turned } from "./statistics/prediction.js";
import type { Prediction, RunCount } from "./statistics/prediction.js";
import type { Tally } from "./tally.js";

/** One question to all runs: is this more, or less, than before? */
export interface Question {
  readonly about: "all" | "first seen" | "gone" | "part" | "class" | "finding";
  /** Which part, class or finding; a few words where there is only one. */
  readonly text: string;
  readonly unit: ComparedRun["unit"];
  readonly tally: Tally;
}

/** How likely chance alone gives what was seen, or more of it, to one side. */
export interface Side {
  /** By the exact test: chance spreads the failures over all runs. */
  readonly exact: number;
  /** By how much runs vary; absent where each case is a draw of its own and there is one parent. */
  readonly betweenRuns?: number;
  /** The larger of the two: it has to be more than either lets expect. */
  readonly p: number;
  /** The same, if the spread of runs were known, and as the parents show it. */
  readonly pOfManyParents: number;
  /** What the exact test can say at most about so few failures. */
  readonly leastP: number;
}

export interface Answer extends Omit<Question, "tally"> {
  readonly now: RunCount;
  readonly parents: readonly RunCount[];
  /** In the new run, if it is like its parents; and how far runs lie from that. */
  readonly expected: number;
  readonly spread: number;
  /** Of Student's t between runs; 0 with one parent. */
  readonly degreesOfFreedom: number;
  readonly more: Side;
  readonly fewer: Side;
}

/**
 * Answers one question by two tests, and believes the weaker of them. The exact one, given how
 * often each stratum failed in all runs, takes failures as independent of each other. The other
 * takes only runs as that: Student's t of one more run; or, with one parent, what is assumed of the
 * luck of a run of tests. So a difference counts only if it is more than chance by the failures and
 * by the runs.
 */
export function answer(asked: Question): Answer {
  const { tally, ...question } = asked;
  const { now, strata } = tally;
  const parents = tally.parents.filter(({ size }) => size > 0);
  const chances = conditionalChances(strata);
  const { mean, deviation } = momentsOf(chances);
  const prediction = predict(now, parents);
  const between = betweenRuns(asked, prediction);
  return {
    ...{ ...question, now, parents, expected: mean },
    spread: Math.max(deviation, prediction?.spread ?? 0),
    degreesOfFreedom: prediction?.degreesOfFreedom ?? 0,
    more: side(chanceOfAtLeast(chances, now.count), chanceOfMost(strata), between?.more),
    fewer: side(chanceOfAtMost(chances, now.count), chanceOfLeast(strata), between?.fewer),
  };
}

/** A p-value between runs, and the one that it would be if the spread of runs were known. */
interface BetweenRuns {
  readonly p: number;
  readonly ofMany: number;
}

function betweenRuns(
  { unit, tally: { now, strata } }: Question,
  prediction: Prediction | undefined,
): Record<"more" | "fewer", BetweenRuns> | undefined {
  if (prediction !== undefined) {
    return { more: byPrediction(prediction), fewer: byPrediction(turned(prediction)) };
  }
  if (unit === "case") return undefined;
  const { newRun, all } = openFailures(strata, now.count);
  return {
    more: { p: chanceAmongTwoRuns(newRun, all), ofMany: 0 },
    fewer: { p: chanceAmongTwoRuns(all - newRun, all), ofMany: 0 },
  };
}

function byPrediction(prediction: Prediction): BetweenRuns {
  return { p: chanceAbove(prediction), ofMany: chanceAboveOfMany(prediction) };
}

function side(exact: number, leastP: number, between: BetweenRuns | undefined): Side {
  if (between === undefined) return { exact, p: exact, pOfManyParents: exact, leastP };
  return {
    ...{ exact, betweenRuns: between.p, leastP },
    p: Math.max(exact, between.p),
    pOfManyParents: Math.max(exact, between.ofMany),
  };
}
