import {
  chanceOfAtLeast,
  chanceOfAtMost,
  chanceOfLeast,
  chanceOfMost,
  conditionalChances,
  momentsOf,
} from "./statistics/conditional.js";
import { chanceAbove, chanceAboveOfMany, predict, turned } from "./statistics/prediction.js";
import type { RunCount } from "./statistics/prediction.js";
import type { Tally } from "./tally.js";

/** One question to all runs: is this more, or less, than before? */
export interface Question {
  readonly about: "all" | "first seen" | "gone" | "part" | "class" | "finding";
  /** Which part, class or finding; a few words where there is only one. */
  readonly text: string;
  readonly tally: Tally;
}

/** How likely chance alone gives what was seen, or more of it, to one side. */
export interface Side {
  /** By the exact test: chance spreads the failures over all runs. */
  readonly exact: number;
  /** By how much the parents vary between themselves; absent with one parent. */
  readonly betweenRuns?: number;
  /** The larger of the two: it has to be more than either lets expect. */
  readonly p: number;
  /** The same, if the spread of the parents were known and not an estimate from a few. */
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
 * Answers one question by two tests, and believes the weaker of them: the exact one, given how
 * often each stratum failed in all runs, for which failures are independent of each other, and
 * Student's t of one more run, for which only the runs are. So a difference counts only if it is
 * more than chance by the failures and by the runs.
 */
export function answer({ tally, ...question }: Question): Answer {
  const { now, strata } = tally;
  const parents = tally.parents.filter(({ size }) => size > 0);
  const chances = conditionalChances(strata);
  const { mean, deviation } = momentsOf(chances);
  const prediction = predict(now, parents);
  const back = prediction && turned(prediction);
  return {
    ...{ ...question, now, parents, expected: mean },
    spread: Math.max(deviation, prediction?.spread ?? 0),
    degreesOfFreedom: prediction?.degreesOfFreedom ?? 0,
    more: side(chanceOfAtLeast(chances, now.count), prediction, chanceOfMost(strata)),
    fewer: side(chanceOfAtMost(chances, now.count), back, chanceOfLeast(strata)),
  };
}

function side(exact: number, prediction: ReturnType<typeof predict>, leastP: number): Side {
  if (prediction === undefined) return { exact, p: exact, pOfManyParents: exact, leastP };
  const betweenRuns = chanceAbove(prediction);
  return {
    ...{ exact, betweenRuns, leastP },
    p: Math.max(exact, betweenRuns),
    pOfManyParents: Math.max(exact, chanceAboveOfMany(prediction)),
  };
}
