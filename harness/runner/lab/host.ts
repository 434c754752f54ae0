import { cpus, release, totalmem } from "node:os";
import { runTool } from "../../target/tool.js";

const versionCommands: Readonly<Record<string, [string, ...string[]]>> = {
  e2fsck: ["e2fsck", "-V"],
  "fsck.fat": ["fsck.fat", "-V"],
  mksquashfs: ["mksquashfs", "-version"],
  mtools: ["mtools", "--version"],
};

/** First lines of what the tools say of their versions. */
export async function toolVersions(): Promise<Record<string, string>> {
  const versions: Record<string, string> = { node: process.version };
  for (const [name, command] of Object.entries(versionCommands)) {
    const { stdout, stderr } = await runTool(command);
    versions[name] = `${stdout}\n${stderr}`.trim().split("\n")[0] ?? "";
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
