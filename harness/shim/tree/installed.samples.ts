import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Whether a program is on PATH. */
export function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A file beside the sources of this folder that is not compiled. */
export function sampleSource(name: string): string {
  return fileURLToPath(new URL(`../../../../harness/shim/tree/${name}`, import.meta.url));
}
