import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { toolEnvironment } from "./tool.js";

/** True where a program is found in the folders that tools are started from. */
export function isInstalled(program: string): boolean {
  return toolEnvironment()
    .PATH.split(":")
    .some((folder) => folder !== "" && isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
