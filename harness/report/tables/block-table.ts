import type { BlockRow } from "../../model/proofs/block-row.js";
import { plainText } from "../../model/findings/plain-text.js";
import { formatTable } from "./table.js";
import { counted, wrap } from "../words.js";

/** A result with its class, as `violated (stuck)`. */
export function resultWords({ result, class: className }: BlockRow): string {
  return className === undefined ? result : `${result} (${className})`;
}

/** What is not held, once for all names under which it was seen alike, and the totals. */
export function blockBrief(rows: readonly BlockRow[]): string[] {
  const kinds = new Map<string, BlockRow[]>();
  for (const row of rows.filter(({ result }) => result !== "held")) {
    const kind = JSON.stringify([row.check, resultWords(row), plainText(row.detail)]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  }
  return [...[...kinds.values()].flatMap(kindLines), totalLine(rows)];
}

function kindLines(some: readonly BlockRow[]): string[] {
  const [first] = some;
  if (first === undefined) return [];
  const names = [...new Set(some.map((row) => row.names))].join(", ");
  return [wrap(`${resultWords(first)}: ${names}, ${first.check}: ${first.detail}`, "  ")];
}

/** One row a check, what was seen below where it is not held, and the totals. */
export function blockLines(rows: readonly BlockRow[]): string[] {
  const columns = [{ heading: "names" }, { heading: "check" }, { heading: "result" }];
  const cells = rows.map(({ names, check, result }) => [names, check, result]);
  const open = rows.filter(({ result }) => result !== "held");
  return [
    formatTable(columns, cells),
    ...open.map((row) => {
      const { names, check, detail } = row;
      return wrap(`${names}, ${check}: ${resultWords(row)}: ${detail}`, "  ");
    }),
    totalLine(rows),
  ];
}

function totalLine(rows: readonly BlockRow[]): string {
  const count = (wanted: BlockRow["result"]) =>
    rows.filter(({ result }) => result === wanted).length;
  return (
    `${counted(rows.length, "check")}: ${count("held")} held, ${count("violated")} violated, ` +
    `${count("undecided")} undecided, ${count("not run")} not run`
  );
}
