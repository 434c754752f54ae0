import { existsSync } from "node:fs";
import { join } from "node:path";
import { rootFolder } from "./places.js";

/** The path of a tiny program of fixtures/targets, by its name. */
export function targetScript(name: string): string {
  const folder = join(rootFolder, "fixtures/targets");
  const paths = ["endings", "writers"].map((kind) => join(folder, kind, `${name}.sh`));
  const found = paths.find(existsSync);
  if (found === undefined) throw new Error(`no ${name}.sh below ${folder}`);
  return found;
}
