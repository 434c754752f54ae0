import { dirname, join } from "node:path";
import { z } from "zod";
import { checkerNames } from "../../model/findings/checker-names.js";
import { UsageError } from "../../model/errors.js";
import { crashNeeds } from "../../model/proofs/proof.js";
import { crashModels } from "../../model/trace.js";
import { findingClasses } from "../../model/verdict.js";
import { namesMedium } from "../placeholder.js";
import { everyOnPath } from "../program.js";
import { rootFolder } from "../places.js";
import { readJson } from "../read-json.js";

/** The folder of the small targets: programs, images, views and their catalogue. */
export const commandsFolder = join(rootFolder, "fixtures", "commands");
/** The same for stores: the snapshot store, and small programs that keep things in files. */
export const storesFolder = join(rootFolder, "fixtures", "stores", "targets");

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const text = z.string().min(1);
const exitCodes = z.array(z.number().int().min(0).max(255)).min(1);

/** What is the same for bad and for right ones: a command on a small image. */
const smallKeys = {
  name,
  /** The name of a script in images/, which builds the disk or the folder. */
  image: name,
  /** Program and arguments; `{disk}` or `{tree}` is the medium. Paths count from that folder. */
  command: z.tuple([text], text),
  /** Lines for the shell in place of the command; `{here}` is the catalogue's folder. */
  resume: z.array(text).min(1).optional(),
  success: exitCodes.optional(),
  resumeSuccess: exitCodes.optional(),
  timeoutSeconds: z.number().int().positive().default(20),
  /** What it is told to change, as `--expects` takes it. */
  expects: z.array(text).min(1).optional(),
  /** Lines for the shell, as the options of these names take them. */
  check: text.optional(),
  checkAtCrash: text.optional(),
  view: text.optional(),
  viewEither: text.optional(),
  /** Programs that not every machine with crashpoint has. */
  tools: z.array(text).min(1).optional(),
};

const badSchema = z.strictObject({
  ...smallKeys,
  /** What it does wrong, in one sentence. */
  mistake: text,
  needs: z.enum(crashNeeds),
  /** All its writes are crash points where absent, else those that are run where none are named. */
  points: z.literal("usual").optional(),
  /** Which finding shows it; with nothing needed, one of the uninterrupted runs. */
  expected: z.strictObject({
    class: z.array(z.enum(findingClasses)).min(1),
    checker: z.enum(checkerNames).optional(),
    /** Part of the place, or of the message, of the finding. */
    place: text.optional(),
  }),
  /** Why seeded kills by chance do not find it, where they do not. */
  notByChance: text.optional(),
});

const rightSchema = z.strictObject({
  ...smallKeys,
  /** What is odd about it, though it is right, in one sentence. */
  odd: text,
  /** Where it promises nothing under the others. */
  models: z
    .array(z.enum(crashModels))
    .min(1)
    .default([...crashModels]),
  devices: z.array(text).min(1).optional(),
  /** It gets ctrl-C once, or again too. */
  interrupts: z.union([z.literal(1), z.literal(2)]).optional(),
});

const catalogueSchema = z.strictObject({ bad: z.array(badSchema), right: z.array(rightSchema) });

/** A command on a small image with a known mistake, and how the harness must see it. */
export type SmallBad = z.infer<typeof badSchema> & OfFolder;

/** A command on a small image that is right, and looks as if it were not. */
export type SmallRight = z.infer<typeof rightSchema> & OfFolder;

interface OfFolder {
  /** Where the catalogue stands that it is in. */
  readonly folder: string;
}

/** Any of them. */
export type SmallTarget = SmallBad | SmallRight;

interface SmallTargets {
  readonly bad: readonly SmallBad[];
  readonly right: readonly SmallRight[];
}

/** All small targets of a folder. Throws UsageError when its catalogue is wrong. */
export function loadSmallTargets(folder = commandsFolder): SmallTargets {
  const path = join(folder, "catalogue.json");
  return decodeSmallTargets(readJson(path), path);
}

/** Checks a catalogue. Throws UsageError with the field that is wrong. */
export function decodeSmallTargets(keys: Record<string, unknown>, path: string): SmallTargets {
  const parsed = catalogueSchema.safeParse(keys);
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  const all = [...parsed.data.bad, ...parsed.data.right];
  const names = all.map((each) => each.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) throw new UsageError(`${path}: "${twice}" is there twice`);
  const blind = all.find(
    ({ command }) =>
      !command.some((word) => namesMedium(word, "disk") || namesMedium(word, "tree")),
  );
  const folder = dirname(path);
  if (blind === undefined) {
    return {
      bad: parsed.data.bad.map((row) => ({ ...row, folder })),
      right: parsed.data.right.map((row) => ({ ...row, folder })),
    };
  }
  throw new UsageError(`${path}: the command of "${blind.name}" has no {disk} in it, nor {tree}`);
}

/** The first of these programs that this machine does not have. */
export function missingTool(tools: readonly string[]): string | undefined {
  return tools.find((tool) => everyOnPath(tool, process.env).length === 0);
}
