import { cpus, release, totalmem } from "node:os";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { fixedUmask, runEnvironment } from "../../target/environment.js";
import { scratchFolder } from "../../target/outside/folders.js";
import { runTool } from "../../target/tool.js";

const versionCommands: Readonly<Record<string, [string, ...string[]]>> = {
  e2fsck: ["e2fsck", "-V"],
  "fsck.fat": ["fsck.fat", "-V"],
  mksquashfs: ["mksquashfs", "-version"],
  mtools: ["mtools", "--version"],
};

/** First lines of what the tools say of their versions. */
export async function toolVersions(): Promise<Record<string, string>> {
  const versions = Object.entries(versionCommands).map(async ([name, command]) => {
    const { stdout, stderr } = await runTool(command);
    return [name, `${stdout}\n${stderr}`.trim().split("\n")[0] ?? ""] as const;
  });
  return { node: process.version, ...Object.fromEntries(await Promise.all(versions)) };
}

/** What each command of a target is started with, as run.json has it. */
export function environmentRecord({ env }: Scenario, target: Target) {
  const variables = runEnvironment(scratchFolder, { ...target.env, ...env });
  return { umask: fixedUmask.toString(8).padStart(3, "0"), variables };
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
