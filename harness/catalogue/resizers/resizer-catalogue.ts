import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { UsageError } from "../../model/errors.js";
import { rootFolder, scenariosFolder } from "../places.js";
import { readJson } from "../read-json.js";

/** The folders under fixtures/resizers that hold variants of the reference. */
type Family = "known-bad" | "correct";

/** A name that is a file's, and a target's behind the family's prefix. */
export const resizerName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** The list in a family's catalogue.json. Throws UsageError when the catalogue is wrong. */
export function loadCatalogue<One extends { readonly name: string }>(
  family: Family,
  list: string,
  schema: z.ZodType<One>,
): One[] {
  const path = join(rootFolder, "fixtures", "resizers", family, "catalogue.json");
  const parsed = z.strictObject({ [list]: z.array(schema) }).safeParse(readJson(path));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  const all = parsed.data[list] ?? [];
  const names = all.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`${path}: "${twice}" is there twice`);
  return all;
}

/**
 * The keys of a target: the reference's with another program, which was built together with this
 * file. `launcher` comes before Node in its command line.
 */
export function resizerKeys(
  folder: Family | `known-bad/${string}`,
  { name, about, launcher = [] }: { name: string; about: string; launcher?: readonly string[] },
): Record<string, unknown> {
  const source = `../../../fixtures/resizers/${folder}/${name}.js`;
  const program = fileURLToPath(new URL(source, import.meta.url));
  if (!existsSync(program)) throw new UsageError(`target ${name} is not built: ${program}`);
  const reference = readJson(join(scenariosFolder, "targets", "reference.json"));
  return { ...reference, about, program: [...launcher, "{node}", program] };
}
