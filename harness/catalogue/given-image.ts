import { existsSync, statSync } from "node:fs";
import { UsageError } from "../model/errors.js";
import { sha256OfImage } from "./image-digest.js";
import { stampOf } from "./program.js";
import type { ImageOrigin } from "./scenario.js";

export type GivenImage = Extract<ImageOrigin, { readonly kind: "given" }>;

/**
 * Looks at an image of the user's, which is never written to. `field` is what names it, in
 * messages. Rejects with UsageError where it is none.
 */
export async function givenImage(path: string, field: string): Promise<GivenImage> {
  if (!existsSync(path)) throw new UsageError(`${field}: there is no ${path}`);
  if (!statSync(path).isFile()) {
    throw new UsageError(`${field}: expected an image file, found something else at ${path}`);
  }
  if (statSync(path).size === 0) throw new UsageError(`${field}: ${path} is empty`);
  const stamp = stampOf(path);
  return { kind: "given", medium: "disk", path, sha256: await sha256OfImage(path), stamp };
}
