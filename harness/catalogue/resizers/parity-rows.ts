import { z } from "zod";
import { UsageError } from "../../model/errors.js";
import { findingClasses } from "../../model/verdict.js";
import { parityRowsPath } from "../places.js";
import { readJson } from "../read-json.js";
import { loadScenario } from "../scenario.js";

/** What a row is to show of one target. Where nothing is said: held, and nothing wrong. */
const expectedSchema = z
  .strictObject({
    result: z.enum(["held", "violated", "undecided"]).default("held"),
    /** The class of every violated case. */
    class: z.enum(findingClasses).optional(),
    /** A regular expression for the result in words: why it is undecided, or how often violated. */
    reason: z.string().optional(),
    /** Checkers that find something wrong with an uninterrupted run: no crash is to blame. */
    wrong: z.array(z.string()).default([]),
    /** Why it is not simply held, in one sentence. */
    why: z.string().min(1),
  })
  .refine((each) => (each.result === "violated") === (each.class !== undefined), {
    error: "a class belongs to violated, and only there",
  })
  .refine((each) => each.result !== "undecided" || each.reason !== undefined, {
    error: "undecided needs a reason",
  });

const rowSchema = z.strictObject({
  /** What the original test-suite checks, in a few words. */
  point: z.string().min(1),
  scenario: z.string(),
  /** A command line of crashpoint; {target}, {scenario} and {fingerprint} are filled in. */
  command: z.string().includes("{target}"),
  /** What it must show besides its verdict. */
  shows: z
    .union([
      /** Of a replay: what a line of the layout must match, after each crash and at the end. */
      z.strictObject({ layouts: z.array(z.string()) }),
      /** Of many cases: partitions that a kill has found being copied into. */
      z.strictObject({ destinations: z.array(z.string()) }),
    ])
    .optional(),
  /** By the target's name. */
  expected: z.record(z.string(), expectedSchema).default({}),
});

/** One point of the original suite and the command that shows it. */
export type ParityRow = z.infer<typeof rowSchema>;

/** The resizers that each point is shown on. */
export const parityTargets = ["partitionresizer", "reference"] as const;

/** All rows, in order. Throws UsageError when the file is wrong. */
export function loadParityRows(): ParityRow[] {
  const parsed = z.strictObject({ rows: z.array(rowSchema) }).safeParse(readJson(parityRowsPath));
  if (!parsed.success) throw new UsageError(`${parityRowsPath}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.rows;
}

/**
 * The rows that are meant: those with the text in their point or scenario, or, where there are
 * none, those with any of its words between commas. Throws UsageError for a word that no row has.
 */
export function rowsMeant(rows: readonly ParityRow[], text: string): ParityRow[] {
  const having = (word: string) =>
    word === ""
      ? []
      : rows.filter(({ point, scenario }) => `${point} ${scenario}`.toLowerCase().includes(word));
  const whole = having(text.trim().toLowerCase());
  if (whole.length > 0) return whole;
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  const unknown = words.find((word) => having(word).length === 0);
  if (unknown === undefined) {
    const meant = new Set(words.flatMap(having));
    return rows.filter((row) => meant.has(row));
  }
  const points = rows.map(({ point, scenario }) => `  ${scenario}: ${point}`).join("\n");
  throw new UsageError(
    `--only: no row has "${unknown}" in its point or scenario; there are:\n${points}`,
  );
}

/** The words of a row's command for one target, without the program. */
export function commandOf({ command, scenario }: ParityRow, target: string): string[] {
  const { fingerprint } = loadScenario(scenario);
  return command
    .replaceAll("{target}", target)
    .replaceAll("{scenario}", scenario)
    .replaceAll("{fingerprint}", fingerprint)
    .split(/\s+/);
}
