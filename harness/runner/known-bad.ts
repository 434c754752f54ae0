import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { UsageError } from "../model/errors.js";
import { findingClasses } from "../model/verdict.js";
import { rootFolder, scenariosFolder } from "./places.js";
import { readJson } from "./scenario.js";

/** Every checker that can find something: each must be what catches some known-bad target. */
export const checkerNames = [
  "gpt at the crash",
  "mbr at the crash",
  "boot partitions",
  "one of several",
  "bystanders",
  "durable",
  "told",
  "against golden",
  "fsck",
  "bytes outside partitions",
  "rerun",
  "time",
  "processes",
  "scratch",
  "progress",
  "gpt",
  "content",
  "identity",
] as const;

const knownBadSchema = z.strictObject({
  /** The name of its source file; the target's is the same behind `bad-`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** What it does wrong, in one sentence. */
  mistake: z.string().min(1),
  /** Which finding shows it. Another one is not the reason why it is bad. */
  expected: z.strictObject({
    class: z.array(z.enum(findingClasses)).min(1),
    checker: z.enum(checkerNames),
  }),
  /** What has to happen to it: nothing, or one kind of crash, or one crash in the resume of one. */
  needs: z.enum(["none", "kill", "torn", "power", "nested"]),
  scenario: z.string().default("prove"),
  /** As `--points` and `--nested` of explore. */
  points: z.string().optional(),
  nested: z.string().optional(),
  /** Seeded kills find it too; or why they do not. */
  bySoak: z.union([z.literal(true), z.string().min(1)]),
});

/** A resizer with one mistake, and how the harness must see it. */
export type KnownBad = z.infer<typeof knownBadSchema>;

const prefix = "bad-";
const folder = join(rootFolder, "fixtures", "resizers", "known-bad");

/** All known-bad resizers. Throws UsageError when the catalogue is wrong. */
export function loadKnownBad(): KnownBad[] {
  const path = join(folder, "catalogue.json");
  const parsed = z.strictObject({ knownBad: z.array(knownBadSchema) }).safeParse(readJson(path));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  const names = parsed.data.knownBad.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`${path}: "${twice}" is there twice`);
  return parsed.data.knownBad;
}

/** The name under which a known-bad resizer is a target. */
export function targetNameOf({ name }: KnownBad): string {
  return `${prefix}${name}`;
}

/**
 * The keys of the target `bad-NAME`, undefined where there is none of that name: the reference's
 * with another program, which was built together with this file.
 */
export function knownBadKeys(targetName: string): Record<string, unknown> | undefined {
  const bad = targetName.startsWith(prefix)
    ? loadKnownBad().find((each) => targetNameOf(each) === targetName)
    : undefined;
  if (bad === undefined) return undefined;
  const source = `../../fixtures/resizers/known-bad/${bad.name}.js`;
  const program = fileURLToPath(new URL(source, import.meta.url));
  if (!existsSync(program)) throw new UsageError(`target ${targetName} is not built: ${program}`);
  const reference = readJson(join(scenariosFolder, "targets", "reference.json"));
  return { ...reference, about: bad.mistake, program: ["{node}", program] };
}
