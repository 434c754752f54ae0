import { statSync } from "node:fs";
import { sha256OfImage } from "./image-digest.js";
import { stampOf } from "./program.js";
import { sha256OfTree, stampOfTree } from "./tree/tree-digest.js";

/** Whether what runs begin with is a folder, and not an image file. */
export function isTreeAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Names what runs begin with by all that it holds: an image file or a folder. */
export async function baseDigest(path: string): Promise<string> {
  return isTreeAt(path) ? sha256OfTree(path) : sha256OfImage(path);
}

/** Another text after every change of it. Empty where it is gone. */
export function baseStamp(path: string): string {
  return isTreeAt(path) ? stampOfTree(path) : stampOf(path);
}
