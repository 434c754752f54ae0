import { join } from "node:path";
import { z } from "zod";
import { fixtureSchema } from "../../../fixtures/images/recipe/schema.js";
import { deviceSchema } from "../devices.js";
import { nightSchema } from "../night/night-plan.js";
import { scenariosFolder } from "../places.js";
import { scenarioSchema } from "../scenario.js";
import { targetSchema } from "../target.js";

/** Where the JSON Schema of a kind of file is shipped. */
export function schemaPath(kind: FileKind): string {
  return join(scenariosFolder, "schemas", `${kind}.schema.json`);
}

/** The kinds of files that a user can write. */
export const fileKinds = ["scenario", "target", "device", "night"] as const;

export type FileKind = (typeof fileKinds)[number];

const editors = { $schema: z.string().optional().describe("the schema of this file, for editors") };

const ownFields = {
  ...editors,
  extends: z
    .string()
    .optional()
    .describe("another scenario, by name or path: what is not said here is taken from there"),
  target: z
    .union([z.string(), targetSchema])
    .optional()
    .describe("the program under test: a name, the path of a target's file, or a target"),
  disk: z.string().optional().describe("the path of an image, which is never written to"),
  tree: z
    .string()
    .optional()
    .describe("the path of a folder, which is never written to, in place of `disk`"),
  fixture: fixtureSchema.optional().describe("an image that is built, in place of `disk`"),
  damage: fixtureSchema.shape.damage
    .unwrap()
    .optional()
    .describe("breaks the image of `fixture` on purpose"),
};

const wholeScenario = scenarioSchema.extend(ownFields);
/** One that extends another may leave out everything. */
const partOfScenario = scenarioSchema.partial().extend(ownFields);

const schemas = {
  target: targetSchema.extend(editors),
  device: deviceSchema.extend(editors),
  night: nightSchema.extend(editors),
} as const;

/** The schema that the keys of a file have to fit. */
export function fileSchema(kind: FileKind, keys: Readonly<Record<string, unknown>>): z.ZodObject {
  if (kind !== "scenario") return schemas[kind];
  return keys["extends"] === undefined ? wholeScenario : partOfScenario;
}

/**
 * What a file is: as the schema says that it names, else the kind that knows the most of its keys,
 * a scenario where none knows any.
 */
export function kindOf(keys: Readonly<Record<string, unknown>>): FileKind {
  const { $schema } = keys;
  const [, named] = /(\w+)\.schema\.json$/.exec(typeof $schema === "string" ? $schema : "") ?? [];
  const known = (kind: FileKind): number => {
    const { shape } = fileSchema(kind, keys);
    return Object.keys(keys).filter((key) => Object.hasOwn(shape, key)).length;
  };
  const byKeys = [...fileKinds].sort((one, other) => known(other) - known(one))[0] ?? "scenario";
  return fileKinds.find((kind) => kind === named) ?? byKeys;
}
