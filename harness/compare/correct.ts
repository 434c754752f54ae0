import type { Answer, Side } from "./answer.js";
import { holm } from "./statistics/holm.js";

/** A wrong alarm in one comparison of twenty: of something worse, and as many of better. */
export const level = 0.05;

/** What part of the level the questions about the whole have; the others share the rest. */
const shareOfWhole = 0.8;

/** One side of an answer, corrected for asking many questions. */
export interface Corrected {
  readonly answer: Answer;
  readonly side: "more" | "fewer";
  /** To be held against `level`. Absent where so few failures can't answer the question at all. */
  readonly adjusted?: number;
  /** Chance, more than chance, perhaps more with more parents to tell, or too little to say. */
  readonly says: "chance" | "more than chance" | "too few parents" | "too few failures";
}

type Asked = Pick<Corrected, "answer" | "side">;

/**
 * Corrects one family of questions: Holm's method, in two parts of the level, for the whole and
 * for its parts. Questions that no outcome could answer, given how few failures there are, are not
 * asked, and so cost nothing (Tarone 1990).
 */
export function correct(family: readonly Asked[]): Corrected[] {
  const isAsked = (each: Asked) => sideOf(each).leastP <= level;
  const isWhole = ({ answer }: Asked) => ["all", "first seen", "gone"].includes(answer.about);
  const asked = family.filter(isAsked);
  const whole = asked.filter(isWhole);
  const parts = asked.filter((each) => !isWhole(each));
  const both = whole.length > 0 && parts.length > 0;
  return [
    ...correctPart(whole, both ? shareOfWhole : 1),
    ...correctPart(parts, both ? 1 - shareOfWhole : 1),
    ...family
      .filter((each) => !isAsked(each))
      .map((each) => ({ ...each, says: "too few failures" as const })),
  ];
}

function correctPart(family: readonly Asked[], share: number): Corrected[] {
  const adjust = (values: readonly number[]) =>
    holm(values).map((value) => Math.min(1, value / share));
  const adjusted = adjust(family.map((each) => sideOf(each).p));
  const ofMany = adjust(family.map((each) => sideOf(each).pOfManyParents));
  return family.map((each, index) => {
    const p = adjusted[index] ?? 1;
    const least = (sideOf(each).leastP * family.length) / share;
    return { ...each, adjusted: p, says: verdictOf(p, ofMany[index] ?? 1, least) };
  });
}

function verdictOf(adjusted: number, ofMany: number, least: number): Corrected["says"] {
  if (adjusted <= level) return "more than chance";
  if (ofMany <= level) return "too few parents";
  return least > level ? "too few failures" : "chance";
}

function sideOf({ answer, side }: Asked): Side {
  return answer[side];
}
