import Table from "cli-table3";
import kleur from "kleur";

/** A column: its heading, and whether its cells are numbers and so stand to the right. */
export interface Column {
  readonly heading: string;
  readonly numeric?: boolean;
}

/** A column of numbers. */
export function numeric(heading: string): Column {
  return { heading, numeric: true };
}

const noBorders = Object.fromEntries(
  ["top", "bottom", "left", "right"]
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat("mid", "mid-mid")
    .map((name) => [name, ""]),
);

/**
 * A table without borders: a rule stands below the headings and, where there is a total, above
 * it. No line ends in blanks.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  total?: readonly string[],
): string {
  const table = new Table({
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ numeric }) => (numeric === true ? "right" : "left")),
    chars: { ...noBorders, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]), ...(total === undefined ? [] : [[...total]]));
  const [head = "", ...body] = table.toString().split("\n");
  const rule = kleur.dim("─".repeat(head.length));
  const lines = [kleur.bold(head.trimEnd()), rule, ...body.map((line) => line.trimEnd())];
  if (total !== undefined) lines.splice(-1, 0, rule);
  return lines.join("\n");
}
