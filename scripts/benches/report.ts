// What a bench run found, and how it is printed.

/** One measured thing, once a repetition. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** What was run. */
  readonly command: string;
}

/** A figure held against a goal. */
export interface Verdict {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly reached: boolean;
}

/** What one group of rows gave. */
export interface GroupResult {
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
  /** Rows that could not be run, with the reason. */
  readonly notRun?: readonly string[];
  /** Nothing could be measured. */
  readonly broke?: boolean;
}

/** The middle value, or the mean of the two in the middle. NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  const high = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return (low + high) / 2;
}

/** The mean. NaN for an empty list. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Three digits that count, with thousands separated. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** The lines of one group: rows in columns, then goals, then commands. */
export function formatGroup(title: string, { rows, verdicts, notRun = [] }: GroupResult): string {
  const cells = rows.map(({ name, unit, values }) => [
    name,
    formatNumber(median(values)),
    spreadOf(values),
    unit,
  ]);
  return [
    title,
    ...align([["", "median", "min - max", ""], ...cells]).map((line) => `  ${line}`),
    ...notRun.map((reason) => `  ${reason}`),
    ...verdicts.map(formatVerdict).map((line) => `  ${line}`),
    ...commandsOf(rows).map((line) => `  ${line}`),
  ].join("\n");
}

/**
 * The lines of all groups as one table in Markdown: each row, then each figure that has a goal.
 * What could not be run stands below it.
 */
export function formatMarkdown(groups: readonly GroupResult[]): string[] {
  const head = ["what", "median", "min - max", "goal"];
  const lines = groups.flatMap(({ rows, verdicts }) => [
    ...rows.map(rowCells),
    ...verdicts.map(verdictCells),
  ]);
  const notRun = groups.flatMap((group) => group.notRun ?? []);
  return [
    ...[head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`),
    ...(notRun.length === 0 ? [] : ["", ...notRun.map((reason) => `- ${reason}`)]),
  ];
}

function rowCells({ name, unit, values }: Row): string[] {
  return [name, `${formatNumber(median(values))} ${unit}`, spreadOf(values), ""];
}

function verdictCells({ name, value, unit, goal, reached }: Verdict): string[] {
  return [name, `${formatNumber(value)} ${unit}`, "", reached ? goal : `${goal}, **missed**`];
}

function spreadOf(values: readonly number[]): string {
  if (values.length < 2) return "";
  return `${formatNumber(Math.min(...values))} - ${formatNumber(Math.max(...values))}`;
}

/** Each command once, with the rows that it is for. */
function commandsOf(rows: readonly Row[]): string[] {
  const commands = [...new Set(rows.map(({ command }) => command))];
  if (commands.length === 1) return commands.map((command) => `command: ${command}`);
  return commands.map((command) => {
    const names = rows.filter((row) => row.command === command).map(({ name }) => name);
    return `${names.join("; ")}: ${command}`;
  });
}

function formatVerdict({ name, value, unit, goal, reached }: Verdict): string {
  const word = reached ? "reached" : "NOT reached";
  return `=> ${name}: ${formatNumber(value)} ${unit} (goal: ${goal}): ${word}`;
}

/** Pads the columns: the first one to the right, the others to the left. */
function align(table: readonly (readonly string[])[]): string[] {
  const columns = table[0]?.map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  return table.map((cells) =>
    cells
      .map((cell, column) => {
        const width = columns?.[column] ?? 0;
        return column === 0 || column === cells.length - 1
          ? cell.padEnd(width)
          : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
