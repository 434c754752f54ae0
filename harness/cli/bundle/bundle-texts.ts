import { UsageError } from "../../model/errors.js";
import { isFile } from "../values.js";

/** The options of `bundle`, as the command line gives them. */
export interface BundleTexts {
  readonly output?: string;
  readonly public?: true;
  readonly disk?: string;
  readonly results: string;
}

/** The file of a bundle is called so, where nobody names it. */
export const bundleEnding = ".crashpoint.tar.gz";

/** Whether a word names a bundle. Throws UsageError where it is meant to, and none is there. */
export function isBundle(word: string): boolean {
  if (isFile(word)) return true;
  if (word.endsWith(".tar.gz")) throw new UsageError(`there is no bundle ${word}`);
  return false;
}
