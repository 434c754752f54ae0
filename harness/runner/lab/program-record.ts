import { closeSync, openSync, readSync } from "node:fs";
import type { ProgramFile } from "../../catalogue/program.js";
import type { ProgramRecord } from "../../store/records.js";
import { allowedCpus, sandboxed, sandboxFolder } from "../../target/sandbox.js";
import { runTool } from "../../target/tool.js";

const versionTimeoutMs = 2000;
const elfMagic = Buffer.from("\x7fELF", "latin1");

/** Which program is tested, as run.json has it; with what it says of its version, if anything. */
export async function programRecord({ path, sha256 }: ProgramFile): Promise<ProgramRecord> {
  const version = isCompiled(path) ? await versionOf(path) : undefined;
  return { path, ...(sha256 !== undefined && { sha256 }), ...(version && { version }) };
}

/** A script that does not know `--version` could take it for its disk: scripts are not asked. */
function isCompiled(path: string): boolean {
  const bytes = Buffer.alloc(elfMagic.length);
  try {
    const file = openSync(path, "r");
    readSync(file, bytes);
    closeSync(file);
  } catch {
    return false; // It may be executed, but not read.
  }
  return bytes.equals(elfMagic);
}

/** Asked in a sandbox: whatever it does there and starts there ends with it. */
async function versionOf(path: string): Promise<string | undefined> {
  const inside = ["sh", "-c", `cd ${sandboxFolder} && exec "$0" --version </dev/null`, path];
  const { exitCode, stdout } = await runTool(sandboxed(inside, allowedCpus()[0] ?? 0), {
    timeoutMs: versionTimeoutMs,
  });
  return exitCode === 0 ? stdout.trim().split("\n")[0] : undefined;
}
