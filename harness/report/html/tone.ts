import type { CaseRecord } from "../../store/records.js";

/** What a case counts as in pictures, the worst first. Each has a colour, a name and a lane. */
export const tones = ["violated", "known", "undecided", "held"] as const;
export type Tone = (typeof tones)[number];

/** What people read for it. */
export const toneNames: Readonly<Record<Tone, string>> = {
  violated: "violated",
  known: "violated as known",
  undecided: "undecided",
  held: "held",
};

/** The tone of a case. */
export function toneOf({ verdict, known }: CaseRecord): Tone {
  return verdict === "violated" && known ? "known" : verdict;
}

/** How many cases have each tone. */
export type ToneCounts = Readonly<Record<Tone, number>>;

/** Counts cases by their tones. */
export function countTones(cases: Iterable<CaseRecord>): ToneCounts {
  const counts = { violated: 0, known: 0, undecided: 0, held: 0 };
  for (const each of cases) counts[toneOf(each)] += 1;
  return counts;
}
