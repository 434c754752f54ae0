import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../model/sha256.js";
import { makeFolders } from "../model/make-folders.js";
import { writing } from "./store-error.js";

/** Longest name of a folder that is kept as it is: most file systems stop at 255 bytes. */
const longestFolderName = 200;

/** Where the folder of a case is: `failures/<id>`, with `_` for what a name can't have. */
export function failureFolderPath(runPath: string, id: string): string {
  const name = id.replaceAll(/[:/]/g, "_");
  const short = `${name.slice(0, longestFolderName)}-${sha256(id).slice(0, 8)}`;
  return join(runPath, "failures", name.length <= longestFolderName ? name : short);
}

/**
 * Writes what is needed to look into one case and to show it again; returns the folder's path.
 * A file is there whole or not at all. Files of an earlier failure with the same id stay, unless
 * they have the same name: evidence is not thrown away.
 */
export function writeFailureFolder(
  runPath: string,
  id: string,
  files: Readonly<Record<string, string | Buffer>>,
): string {
  const folder = failureFolderPath(runPath, id);
  writing(folder, () => {
    makeFolders(folder);
    const unfinished = mkdtempSync(join(folder, ".new-"));
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(unfinished, name), content);
      renameSync(join(unfinished, name), join(folder, name));
    }
    rmSync(unfinished, { recursive: true });
  });
  return folder;
}
