import { seenByChance, type Proof } from "../../model/proofs/proof.js";
import { formatTable } from "../tables/table.js";
import { wrap } from "../words.js";

const words = { caught: "yes", missed: "NO", undecided: "undecided" } as const;
const longWords = { caught: "caught", missed: "NOT CAUGHT", undecided: "UNDECIDED" } as const;

/** One row a target, how to show it again, and what seeded kills can't reach. */
export function proofTable(proofs: readonly Proof[], programName: string): string[] {
  const columns = [
    { heading: "known-bad target" },
    { heading: "caught" },
    { heading: "checker" },
    { heading: "class" },
    { heading: "states", numeric: true },
    { heading: "by chance", numeric: true },
    { heading: "seconds", numeric: true },
  ];
  const rows = proofs.map((proof) => [
    proof.name,
    words[proof.result],
    proof.checker,
    proof.class,
    String(proof.stateCount),
    chanceOf(proof),
    seconds(proof.elapsedMs),
  ]);
  const ids = proofs.flatMap(({ id }) => (id === "" ? [] : [id]));
  const outOfReach = proofs.flatMap(({ name, chance }) =>
    chance.kind === "out of reach" ? [{ name, why: chance.why }] : [],
  );
  return [
    formatTable(columns, rows),
    ...(ids.length === 0 ? [] : [`Shown again with ${programName} replay and one of:`]),
    ...ids.map((id) => `  ${id}`),
    ...(outOfReach.length === 0 ? [] : ["Kills by chance do not reach:"]),
    ...outOfReach.map(({ name, why }) => wrap(`${name}: ${why}`, "  ")),
  ];
}

/** What is wrong with those that were not caught, and the counts; `elapsedMs` is that of all. */
export function proofLines(proofs: readonly Proof[], elapsedMs: number): string[] {
  const counts = seenByChance(proofs);
  const open = proofs.filter(({ result }) => result !== "caught");
  return [
    ...open.map(({ name, result, mistake, why }) =>
      wrap(`${name}: ${longWords[result]}: ${mistake}: ${why}`, "  "),
    ),
    `by chance: ${counts.seen} of ${counts.of} that seeded kills can reach, by at least one seed`,
    `${proofs.length - open.length} of ${proofs.length} caught, in ${seconds(elapsedMs)} s`,
  ];
}

function seconds(elapsedMs: number): string {
  return (elapsedMs / 1000).toFixed(1);
}

function chanceOf({ chance }: Proof): string {
  return chance.kind === "tried" ? `${chance.seen} of ${chance.of}` : "-";
}
