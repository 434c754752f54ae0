import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { decodeRecipe } from "../../fixtures/images/recipe/recipe.js";
import type { Recipe } from "../../fixtures/images/recipe/recipe-types.js";
import { UsageError } from "../model/errors.js";
import { isFilePath, means } from "../model/expectation.js";
import { sha256 } from "../model/sha256.js";
import { crashModels } from "../model/trace.js";
import { findingClasses } from "../model/verdict.js";
import { scenariosFolder } from "./places.js";
import { namesMedium, placeholderOf, type MediumKind } from "./placeholder.js";
import { readJson } from "./read-json.js";
import { variedKeys, variedKinds } from "./resizers/varied.js";
import { checksSchema, expectsSchema, saidIfAny, textIfAny } from "./said/schemas.js";

/**
 * What an entry of a known violation names: it forgives one finding, of this class, by this
 * checker, about this place, and none beside it.
 */
const knownFields = {
  target: z.string(),
  class: z.enum(findingClasses),
  checker: z.string(),
  place: z.string().describe('as the finding has it: a partition, a table, "exit code"'),
  message: z.string().optional().describe("part of the finding's message. Any when absent"),
  why: z.string().min(1),
};

/** A violation that is known and explained: shown and counted, but not red. */
const knownSchema = z.discriminatedUnion("without", [
  z.strictObject({
    ...knownFields,
    without: z.undefined().optional(),
    model: z.enum(crashModels).optional().describe("only under this crash model. Any when absent"),
    step: z.string().describe("the step in which a kill landed"),
    region: z
      .string()
      .optional()
      .describe(
        "part of the region's name that the last write before the kill touched. Any when absent",
      ),
  }),
  /** Of an uninterrupted run. */
  z.strictObject({ ...knownFields, without: z.literal("a crash") }),
]);

/** What a scenario says besides its image. */
export const scenarioSchema = z.strictObject({
  about: z.string().describe("one line on what it is"),
  commands: z
    .array(z.array(z.string()).min(1))
    .min(1)
    .describe("argument lists, run one after the other; `{disk}` is the disk, `{tree}` the tree"),
  resume: z
    .array(z.array(z.string()).min(1))
    .min(1)
    .optional()
    .describe("what is run on what a crash left, where that is not the same again"),
  timeoutSeconds: z.number().int().positive().default(120).describe("how long one run may take"),
  env: z
    .record(z.string(), z.string())
    .optional()
    .describe("variables that its commands get besides the fixed ones"),
  survives: z
    .array(z.string().min(1))
    .readonly()
    .optional()
    .describe(
      "files of TMPDIR (by their names), /tmp or /run that a crash leaves for what is run then",
    ),
  /** What must hold at each crash and at the end. Partitions are named as in the table. */
  holds: z.strictObject({
    always: z
      .array(z.string())
      .default([])
      .describe("whole and found under its name at each crash: what the boot needs"),
    oneOf: z
      .array(z.array(z.string()).min(1))
      .default([])
      .describe("groups of which at least one is whole and found under its name at each crash"),
    bystanders: z
      .array(z.string())
      .default([])
      .describe("byte for byte as before, at each crash and at the end"),
    keeps: z
      .array(z.string())
      .default([])
      .describe("the same files at the end as before, though they may move"),
    identity: z
      .array(z.string())
      .optional()
      .describe("the same type, GUID, attributes and label at the end as before"),
    numbers: z
      .array(z.string())
      .optional()
      .describe("of these, those whose number is the same too, though they may move"),
  }),
  known: z.array(knownSchema).default([]).describe("violations that are understood"),
  ends: z
    .enum(["done", "refused"])
    .optional()
    .describe("each run ends with success; or with a refusal, which leaves the disk byte for byte"),
  says: z
    .string()
    .refine(isRegExp, "is no regular expression")
    .optional()
    .describe("A regular expression that something which an uninterrupted run prints must match"),
  leaves: z
    .literal("unchanged")
    .optional()
    .describe("each run leaves the disk byte for byte, though it ends with success"),
  expects: expectsSchema
    .default([])
    .describe(
      'what is meant to go or to change: "wipe", "gone: P4, /a/file", "changed: EFI System"',
    ),
  checks: checksSchema.prefault({}).describe("lines for the shell, run on copies of the medium"),
});

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
}

export type KnownViolation = z.infer<typeof knownSchema>;

/**
 * Where the medium comes from: a disk image that is built from a recipe, or an image or a folder
 * that is never written to.
 */
export type ImageOrigin =
  | { readonly kind: "built"; readonly recipe: Recipe }
  | {
      readonly kind: "given";
      readonly medium: MediumKind;
      readonly path: string;
      readonly sha256: string;
      /** What `stampOf` said of it before it was hashed. */
      readonly stamp: string;
    };

/** Of what kind the medium is that an image is of. */
export function mediumOf(image: ImageOrigin): MediumKind {
  return image.kind === "given" ? image.medium : "disk";
}

/** Throws UsageError for a text that neither looks at the medium nor changes it. */
export function requireMedium(text: string, kind: MediumKind, noun: string): void {
  const other = kind === "disk" ? "tree" : "disk";
  if (namesMedium(text, kind)) return;
  const found = namesMedium(text, other)
    ? `: it has ${placeholderOf(other)}, of another medium`
    : "";
  throw new UsageError(`the ${noun} has no ${placeholderOf(kind)} in it${found}: "${text}"`);
}

/** An image, commands, and what must hold, under one name. */
export interface Scenario extends z.infer<typeof scenarioSchema> {
  readonly name: string;
  readonly image: ImageOrigin;
  /** What else a user may run after a crash, as lines for the shell. Of any command only. */
  readonly moreResumes?: readonly string[];
  /** What `{here}` stands for in `checks`: the folder of the file that they stand in. */
  readonly checksFolder?: string;
  /** Changes whenever the image or the commands change. */
  readonly fingerprint: string;
}

const notScenarios = /^(?:(?:targets|devices|file-systems|schemas|nights)\/|parity\.)/;

/** The names of all scenarios, sorted. */
export function listScenarios(): string[] {
  const files = readdirSync(scenariosFolder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".json") && !notScenarios.test(file))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** Loads a scenario by name. Throws UsageError with the field that is wrong. */
export function loadScenario(name: string): Scenario {
  return decodeScenario(name, merged(name, storedKeys));
}

/** Checks the keys of a scenario. Throws UsageError with the field that is wrong. */
export function decodeScenario(name: string, keys: Record<string, unknown>): Scenario {
  const { fixture, damage, ...rest } = keys;
  const said = decodeSaid(name, rest);
  // So that one that extends another can damage its image without saying all of it again.
  const damaged =
    damage === undefined || typeof fixture !== "object" ? fixture : { ...fixture, damage };
  const recipe = decodeRecipe(damaged, `scenario ${name}: fixture`);
  requireNames(name, recipe.partitions, said);
  const fingerprint = fingerprintOf(said, recipe);
  return { ...said, name, image: { kind: "built", recipe }, fingerprint };
}

/** What a scenario says besides its image. */
export type Said = z.infer<typeof scenarioSchema>;

/** Checks all keys of a scenario but those of its image. Throws UsageError. */
export function decodeSaid(name: string, keys: Record<string, unknown>): Said {
  const parsed = scenarioSchema.safeParse(keys);
  if (parsed.success) return parsed.data;
  throw new UsageError(`scenario ${name}: ${z.prettifyError(parsed.error)}`);
}

/** `image` is what makes the bytes of the disk: a recipe, or their digest. */
export function fingerprintOf(said: Said, image: Recipe | string): string {
  const { commands, resume, holds, ends, says, leaves, env, survives } = said;
  // What is not there adds nothing: the ids of scenarios that do without it stay as they are.
  const asked = { ends: ends === "done" ? undefined : ends, says, leaves, env, survives };
  const optional = [resume, textIfAny(asked), textIfAny(saidIfAny(said))];
  const parts = [image, commands, holds, ...optional.filter((each) => each !== undefined)];
  return sha256(JSON.stringify(parts)).slice(0, 4);
}

/**
 * Throws UsageError for a name that no partition of the image has: it would be asked of nothing,
 * and always hold.
 */
export function requireNames(
  name: string,
  partitions: readonly { readonly number: number; readonly name: string }[],
  { holds, expects }: Pick<Said, "holds" | "expects">,
): void {
  const require = (field: string, names: readonly string[], isName: typeof means) => {
    const isThere = (each: string) =>
      partitions.some((found) => isName(each, { ...found, tableName: found.name }));
    const unknown = names.find((each) => !isThere(each));
    if (unknown === undefined) return;
    throw new UsageError(`scenario ${name}: ${field}: no partition is named "${unknown}"`);
  };
  for (const [field, names] of Object.entries(holds)) {
    require(`holds.${field}`, (names ?? []).flat(), (each, found) => each === found.name);
  }
  for (const expectation of expects) {
    if (expectation.kind === "wipe") continue;
    require("expects", expectation.names.filter((each) => !isFilePath(each)), means);
  }
}

/** A scenario file can extend another one: its own top-level keys take the place of those. */
export function merged(
  name: string,
  read: (name: string) => Record<string, unknown>,
  children: readonly string[] = [],
): Record<string, unknown> {
  const { extends: parent, ...keys } = read(name);
  if (parent === undefined) return keys;
  if (typeof parent !== "string") {
    throw new UsageError(`scenario ${name}: extends must be a name`);
  }
  const line = [...children, name];
  if (line.includes(parent)) {
    throw new UsageError(`scenario ${name}: extends itself: ${[...line, parent].join(", ")}`);
  }
  return { ...withoutImage(merged(parent, read, line), keys), ...keys };
}

/** One that names an image of its own takes no other of the one that it extends. */
function withoutImage(
  inherited: Record<string, unknown>,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const named = ["disk", "tree", "fixture"].find((key) => own[key] !== undefined);
  if (named === undefined) return inherited;
  const images = ["disk", "tree", "fixture", "damage"];
  return Object.fromEntries(Object.entries(inherited).filter(([key]) => !images.includes(key)));
}

/** The keys of a scenario of the catalogue, as its file has them. Throws UsageError. */
export function storedKeys(name: string): Record<string, unknown> {
  const drawn = variedKeys(name);
  if (drawn !== undefined) return drawn;
  const stored = listScenarios();
  if (!stored.includes(name)) {
    const drawnNames = variedKinds.map((kind) => `varied/${kind}-SEED`);
    const names = [...stored, ...drawnNames].join(", ");
    throw new UsageError(`unknown scenario "${name}"; there are: ${names}`);
  }
  return readJson(join(scenariosFolder, `${name}.json`));
}
