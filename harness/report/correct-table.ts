import { formatTable } from "./table.js";
import { counted, wrap } from "./words.js";

/** How the exploration of one correct target went. */
export interface Holding {
  readonly name: string;
  /** What is unusual about it, in one sentence. */
  readonly odd: string;
  readonly verdict: "held" | "violated" | "undecided";
  /** Cases that were judged. */
  readonly stateCount: number;
  readonly elapsedMs: number;
  /** What was found, each with the case that showed it; or why nothing could be. */
  readonly problems: readonly string[];
}

/** One row a target, then what was found in those that did not hold. */
export function correctLines(holdings: readonly Holding[]): string[] {
  const columns = [
    { heading: "correct target" },
    { heading: "verdict" },
    { heading: "states", numeric: true },
    { heading: "seconds", numeric: true },
    { heading: "what is odd" },
  ];
  const rows = holdings.map(({ name, odd, verdict, stateCount, elapsedMs }) => [
    name,
    verdict === "violated" ? "VIOLATED" : verdict,
    String(stateCount),
    (elapsedMs / 1000).toFixed(1),
    odd,
  ]);
  const open = holdings.filter(({ verdict }) => verdict !== "held");
  const states = holdings.reduce((sum, { stateCount }) => sum + stateCount, 0);
  return [
    formatTable(columns, rows),
    ...open.flatMap(({ name, verdict, problems }) => [
      `${name}: ${verdict}`,
      ...problems.map((problem) => wrap(problem, "  ")),
    ]),
    `${holdings.length - open.length} of ${holdings.length} held, in ${counted(states, "state")}`,
  ];
}
