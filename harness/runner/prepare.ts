import { cpus, release, totalmem } from "node:os";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cachedImage } from "../../fixtures/images/cache.js";
import { CannotJudge, HarnessError } from "../model/errors.js";
import { runTool } from "../target/tool.js";
import { cacheFolder, imagesFolder } from "./places.js";
import type { Scenario } from "./scenario.js";

/**
 * The image of a scenario: built, from the cache, or as given. `notice` hears what it does. Throws
 * CannotJudge where it can't be built: a tool fails, or a disk is full.
 */
export async function prepareImage(
  scenario: Scenario,
  notice: (line: string) => void,
): Promise<{ readonly path: string; readonly sha256: string }> {
  const { image } = scenario;
  if (image.kind === "given") return image;
  try {
    return await cachedImage(image.recipe, imagesFolder, runTool, notice);
  } catch (cause) {
    if (!(cause instanceof HarnessError)) throw cause;
    throw new CannotJudge("there is no disk image to begin with", { cause });
  }
}

const versionCommands: Readonly<Record<string, [string, ...string[]]>> = {
  e2fsck: ["e2fsck", "-V"],
  "fsck.fat": ["fsck.fat", "-V"],
  mksquashfs: ["mksquashfs", "-version"],
  mtools: ["mtools", "--version"],
};

/** First lines of what the tools say of their versions, and where the real resizer is from. */
export async function toolVersions(): Promise<Record<string, string>> {
  const versions: Record<string, string> = { node: process.version };
  for (const [name, command] of Object.entries(versionCommands)) {
    const { stdout, stderr } = await runTool(command);
    versions[name] = `${stdout}\n${stderr}`.trim().split("\n")[0] ?? "";
  }
  try {
    versions["partitionresizer"] = readFileSync(join(cacheFolder, "resizer/origin"), "utf8").trim();
  } catch {
    versions["partitionresizer"] = "not built here";
  }
  return versions;
}

/** What may matter about the machine. */
export function hostFacts(): Record<string, string | number> {
  return {
    kernel: release(),
    cpuCount: cpus().length,
    cpu: cpus()[0]?.model ?? "unknown",
    memoryBytes: totalmem(),
  };
}
