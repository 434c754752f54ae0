import type { Holding } from "../../model/proofs/proof.js";
import { formatTable } from "../tables/table.js";
import { counted, wrap } from "../words.js";

/** One row a target. */
export function correctTable(holdings: readonly Holding[]): string {
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
  return formatTable(columns, rows);
}

/** What was found in those that did not hold, and the counts; `elapsedMs` is that of all. */
export function correctLines(holdings: readonly Holding[], elapsedMs: number): string[] {
  const open = holdings.filter(({ verdict }) => verdict !== "held");
  const states = holdings.reduce((sum, { stateCount }) => sum + stateCount, 0);
  const count = `${holdings.length - open.length} of ${holdings.length} held`;
  return [
    ...open.flatMap(({ name, verdict, problems }) => [
      `${name}: ${verdict}`,
      ...problems.map((problem) => wrap(problem, "  ")),
    ]),
    `${count}, in ${counted(states, "state")}, in ${(elapsedMs / 1000).toFixed(1)} s`,
  ];
}
