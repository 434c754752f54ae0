import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../model/errors.js";
import { crashModels, interruptSignals } from "../../model/trace.js";
import { scenariosFolder } from "../places.js";
import { readJson } from "../read-json.js";

const names = z.array(z.string()).min(1);
const interrupting = {
  signals: z.array(z.enum(interruptSignals)).min(1).optional(),
  interrupts: z.union([z.literal(1), z.literal(2)]).optional(),
};
const killCount = z.number().int().min(1).max(16);

const soakSchema = z.strictObject({
  kills: z.strictObject({ least: killCount, most: killCount }).optional(),
  models: z
    .array(z.enum(["kill", "interrupt"]))
    .min(1)
    .optional(),
  ...interrupting,
  aim: z.enum(["steps", "writes", "time"]).optional(),
  delayMs: z.number().int().min(0).optional(),
  delayRegion: z.string().optional(),
});

const exploreSchema = z.strictObject({
  models: z.array(z.enum(crashModels)).min(1).optional(),
  devices: names.optional().describe("each turn draws one of them"),
  points: z.string().optional(),
  depth: z.number().int().min(1).max(16).optional(),
  nested: z.string().optional(),
  ...interrupting,
});

/** Turns of one kind: some cases of one scenario on one target, both drawn. */
export const turnKindSchema = z.strictObject({
  weight: z.number().int().min(1).max(1000).default(1).describe("how often it is drawn"),
  cases: z.number().int().min(1).max(10_000).default(20).describe("cases a turn, at most"),
  scenarios: names
    .optional()
    .describe("names, of which each turn draws one; varied/resize-* is a disk drawn from a number"),
  targets: names.optional().describe("names, of which each turn draws one"),
  small: names
    .optional()
    .describe('correct small targets in place of both, by their names; ["*"] is all of them'),
  soak: soakSchema.optional().describe("seeded kills, with these options"),
  explore: exploreSchema.optional().describe("explored crash points, with these options"),
});

/** A plan of a night. */
export const nightSchema = z.strictObject({
  about: z.string().describe("one line on what it is"),
  turns: z.array(turnKindSchema).min(1),
  canary: z
    .strictObject({
      everyTurns: z.number().int().min(1).describe("one before the first turn and each so many"),
      targets: names.describe("known-bad targets of `prove`, of which each time draws one"),
    })
    .describe("what must be caught, or the night is not believed"),
  diskBudgetMiB: z
    .number()
    .int()
    .min(1)
    .default(4096)
    .describe("what the folder of a night may take; then evidence of repetitions is removed"),
  stillMinutes: z.number().int().min(1).default(10).describe("no case for so long is told"),
});

export type NightPlan = z.infer<typeof nightSchema>;
export type TurnKind = z.infer<typeof turnKindSchema>;

/** The plan that covers everything installed. */
export function usualNightPlan(): NightPlan {
  const path = join(scenariosFolder, "nights", "usual.json");
  return decodeNightPlan(readJson(path));
}

/** Checks the keys of a plan. Throws UsageError that begins with the path of the field. */
export function decodeNightPlan(keys: Readonly<Record<string, unknown>>): NightPlan {
  const parsed = nightSchema.safeParse(keys);
  if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
  for (const [index, kind] of parsed.data.turns.entries()) {
    const problem = problemOf(kind);
    if (problem !== undefined) throw new UsageError(`turns[${index}]: ${problem}`);
  }
  return parsed.data;
}

function problemOf({ scenarios, targets, small, soak, explore }: TurnKind): string | undefined {
  if ((soak === undefined) === (explore === undefined))
    return "expected soak or explore, one of them";
  const isNamed = scenarios !== undefined && targets !== undefined;
  const isPartly = scenarios !== undefined || targets !== undefined;
  if (small !== undefined && isPartly) return "expected small, or scenarios and targets, not both";
  if (small === undefined && !isNamed) return "expected scenarios and targets, or small";
  if (small !== undefined && soak !== undefined)
    return "small targets are explored: expected explore";
  return undefined;
}
