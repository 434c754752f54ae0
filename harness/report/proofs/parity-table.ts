import type { ParityOutcome } from "./parity-outcome.js";
import { askedWords, type AskedToShow } from "./parity-shows.js";
import { wrap } from "../words.js";

const terminalColumns = 80;

/** What a row says of itself and of what is expected. */
export interface RowShown {
  readonly point: string;
  readonly scenario: string;
  readonly command: string;
  readonly shows?: AskedToShow | undefined;
  readonly expected: Readonly<
    Record<
      string,
      {
        readonly result: "held" | "violated" | "undecided";
        readonly class?: string | undefined;
        readonly reason?: string | undefined;
        readonly wrong: readonly string[];
        readonly why: string;
      }
    >
  >;
}

/** What a row's command has shown on one target. */
export interface ShownResult extends ParityOutcome {
  /** It has shown what the row asks for. */
  readonly shows: boolean;
}

/** A row and its results so far, by target. */
export interface ShownRow {
  readonly row: RowShown;
  readonly results: Record<string, ShownResult>;
}

/** Whether a result is the one that the row expects of that target. */
export function isAsExpected(row: RowShown, target: string, found: ShownResult): boolean {
  const expected = row.expected[target] ?? { result: "held", wrong: [], why: "" };
  if (found.result !== expected.result || !found.shows) return false;
  if ([...expected.wrong].sort().join() !== found.wrong.join()) return false;
  if (!new RegExp(expected.reason ?? "").test(found.words)) return false;
  return expected.result !== "violated" || found.classes.join() === expected.class;
}

/** A result in a few words; one that is not as expected says so. */
export function shortWords(row: RowShown, target: string, found: ShownResult): string {
  const { words, wrong, result } = found;
  const also =
    wrong.length === 0 || result !== "held" ? "" : `; wrong without a crash: ${wrong.join(", ")}`;
  const said = found.shows || !row.shows ? "" : `; did not show ${askedWords(row.shows)}`;
  const odd = isAsExpected(row, target, found) ? "" : " (NOT AS EXPECTED)";
  return `${words}${also}${said}${odd}`;
}

/**
 * The points for a terminal, each with its results below it, since a table of them is wider than
 * any terminal; and why some results are not simply held.
 */
export function parityLines(rows: readonly ShownRow[], targets: readonly string[]): string[] {
  const notes = notesOf(rows, targets);
  const points = rows.flatMap(({ row, results }) => [
    wrap(`${row.point} (${row.scenario})`, "", terminalColumns),
    ...targets.map((target) => {
      const cell = resultCell(row, target, results[target], notes);
      return wrap(`${target}: ${cell}`, "    ", terminalColumns);
    }),
  ]);
  const fits = rows.filter(({ row, results }) =>
    targets.every((target) => {
      const found = results[target];
      return found !== undefined && isAsExpected(row, target, found);
    }),
  );
  return [
    ...points,
    ...notes.map((why, index) => wrap(`[${index + 1}] ${why}`, "  ", terminalColumns)),
    `${fits.length} of ${rows.length} points as expected`,
  ];
}

/** The same in Markdown, with the command of each row. */
export function parityMarkdown(rows: readonly ShownRow[], targets: readonly string[]): string[] {
  const head = ["point", "scenario", "command", ...targets];
  const notes = notesOf(rows, targets);
  const lines = rows.map(({ row, results }) => [
    row.point,
    `\`${row.scenario}\``,
    `\`${row.command}\``,
    ...targets.map((target) => resultCell(row, target, results[target], notes)),
  ]);
  return [
    ...[head, head.map(() => "---"), ...lines].map(
      (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
    ),
    "",
    ...notes.map((why, index) => `- [${index + 1}] ${why}.`),
  ];
}

/** Why results are not simply held, each once. */
function notesOf(rows: readonly ShownRow[], targets: readonly string[]): string[] {
  const whys = rows.flatMap(({ row }) =>
    targets.flatMap((target) => row.expected[target]?.why ?? []),
  );
  return [...new Set(whys)];
}

/** What the target said at great length stands in what was printed as the row was run. */
function resultCell(
  row: RowShown,
  target: string,
  found: ShownResult | undefined,
  notes: readonly string[],
): string {
  if (found === undefined) return "not run";
  const words = shortWords(row, target, found);
  const why = row.expected[target]?.why;
  const note = why === undefined ? "" : ` [${notes.indexOf(why) + 1}]`;
  return `${words.replace(/(?:\. It said|, saying): .*?( \(NOT AS EXPECTED\))?$/, "$1")}${note}`;
}
