import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.js";
import type { FileSystem } from "../model/tree/file-system.js";
import { scenariosFolder } from "./places.js";
import { listJsonNames, readJson } from "./read-json.js";

/** The profile of a file system, as its file has it. */
export const fileSystemSchema = z.strictObject({
  about: z.string().min(1).describe("one line on what it is"),
  sources: z.array(z.string().min(1)).min(1).describe("where its promises are written down"),
  atomicBytes: z
    .int()
    .min(512)
    .max(65_536)
    .refine((bytes) => (bytes & (bytes - 1)) === 0, "Invalid input: expected a power of two")
    .describe("a block of this size of a file is never half written"),
  fsyncTakes: z
    .enum(["journal", "names", "nothing"])
    .describe("what an fsync makes durable besides the file"),
  metadataInOrder: z.boolean().describe("names, attributes and sizes land in their order"),
  replacingWaitsForData: z
    .boolean()
    .describe("a rename over another file waits for the data of the file that it puts there"),
  growthInOrder: z.boolean().describe("of a file that grew, what is lost is missing at its end"),
  sizeBeforeData: z.boolean().describe("new bytes may read as zeros under the new size"),
  movesMayDouble: z.boolean().describe("a move to another folder may leave both names"),
});

const fileSystemsFolder = join(scenariosFolder, "file-systems");

/** The names of all profiles of file systems, sorted. */
export function listFileSystems(): string[] {
  return listJsonNames(fileSystemsFolder);
}

/** Loads the profiles with these names, all where none are given. Throws UsageError. */
export function loadFileSystems(names: readonly string[] = listFileSystems()): FileSystem[] {
  return names.map(loadFileSystem);
}

/** Loads one profile. Throws UsageError when it is unknown or a field is wrong. */
export function loadFileSystem(name: string): FileSystem {
  const path = join(fileSystemsFolder, `${name}.json`);
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(path)) {
    const names = listFileSystems().join(", ");
    throw new UsageError(`unknown file system "${name}"; there are: ${names}`);
  }
  return decodeFileSystem(name, readJson(path));
}

/** Checks the keys of a profile. Throws UsageError that names the file and the field. */
export function decodeFileSystem(name: string, keys: Record<string, unknown>): FileSystem {
  const parsed = fileSystemSchema.safeParse(keys);
  if (parsed.success) return { name, ...parsed.data };
  const file = `scenarios/file-systems/${name}.json`;
  throw new UsageError(`file system ${name} (${file}): ${z.prettifyError(parsed.error)}`);
}
