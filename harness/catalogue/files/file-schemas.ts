import { z } from "zod";
import { fixtureSchema } from "../../../fixtures/images/recipe/schema.js";
import { deviceSchema } from "../devices.js";
import { scenarioSchema } from "../scenario.js";
import { targetSchema } from "../target.js";

/** The kinds of files that a user can write. */
export const fileKinds = ["scenario", "target", "device"] as const;

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
} as const;

/** The schema that the keys of a file have to fit. */
export function fileSchema(kind: FileKind, keys: Readonly<Record<string, unknown>>): z.ZodObject {
  if (kind !== "scenario") return schemas[kind];
  return keys["extends"] === undefined ? wholeScenario : partOfScenario;
}
