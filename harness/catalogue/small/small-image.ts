import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CannotJudge } from "../../model/errors.js";
import { makeFolders } from "../../model/make-folders.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { asCacheError } from "../cache-writes.js";
import { imagesFolder } from "../places.js";
import { commandsFolder } from "./small-targets.js";

/** Images are built by their own scripts, which share these folders. */
const sourceFolders = ["images", "parts"];

/**
 * The image of a name out of the cache, built first where no image of today's scripts is there.
 * Throws CannotJudge where its script fails, HarnessError where the cache can't be written.
 */
export async function smallImage(
  name: string,
  notice: (line: string) => void,
  folder = commandsFolder,
): Promise<string> {
  const path = join(imagesFolder, `small-${sourceKey(folder)}`, `${name}.img`);
  if (existsSync(path)) return path;
  notice(`image ${name} is built`);
  try {
    makeFolders(dirname(path));
    await buildInto(path, name, folder);
  } catch (error) {
    throw asCacheError(error);
  }
  return path;
}

/** Builds one image at a path. Throws CannotJudge where its script fails. */
export async function buildSmallImage(
  name: string,
  path: string,
  folder = commandsFolder,
): Promise<void> {
  const script = join(folder, "images", `${name}.sh`);
  const result = await runTool(["sh", script, path], { timeoutMs: 60_000 });
  if (result.exitCode === 0) return;
  throw new CannotJudge(`image ${name}: ${script} failed (${reasonOf(result)})`);
}

/** Whoever builds the same at the same time makes the same: the last one takes its place. */
async function buildInto(path: string, name: string, folder: string): Promise<void> {
  const building = await mkdtemp(join(dirname(path), ".building-"));
  try {
    await buildSmallImage(name, join(building, "image"), folder);
    renameSync(join(building, "image"), path);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

function sourceKey(folder: string): string {
  const folders = sourceFolders.map((name) => join(folder, name)).filter(existsSync);
  const sources = folders.flatMap((each) => {
    const names = readdirSync(each).sort();
    return names.map((name) => [name, readFileSync(join(each, name), "utf8")]);
  });
  return sha256(JSON.stringify(sources)).slice(0, 12);
}
