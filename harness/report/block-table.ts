import type { BlockRow } from "../model/block-row.js";
import { formatTable } from "./table.js";
import { counted, wrap } from "./words.js";

/** A result with its class, as `violated (stuck)`. */
export function resultWords({ result, class: className }: BlockRow): string {
  return className === undefined ? result : `${result} (${className})`;
}

/** One row a check, what was seen below where it is not held, and the totals. */
export function blockLines(rows: readonly BlockRow[]): string[] {
  const columns = [{ heading: "names" }, { heading: "check" }, { heading: "result" }];
  const cells = rows.map(({ names, check, result }) => [names, check, result]);
  const open = rows.filter(({ result }) => result !== "held");
  const count = (wanted: BlockRow["result"]) =>
    rows.filter(({ result }) => result === wanted).length;
  return [
    formatTable(columns, cells),
    ...open.map((row) => {
      const { names, check, detail } = row;
      return wrap(`${names}, ${check}: ${resultWords(row)}: ${detail}`, "  ");
    }),
    `${counted(rows.length, "check")}: ${count("held")} held, ${count("violated")} violated, ` +
      `${count("undecided")} undecided, ${count("not run")} not run`,
  ];
}
