import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout or of the installed package: the nearest one with a package.json. */
export const rootFolder = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
})();

export const scenariosFolder = join(rootFolder, "scenarios");
/** Data beside the scenarios that is none itself: what the original suite checks. */
export const parityRowsPath = join(scenariosFolder, "parity.json");
export const cacheFolder = join(rootFolder, ".cache");
export const imagesFolder = join(cacheFolder, "images");
