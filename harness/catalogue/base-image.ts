import { CannotJudge, HarnessError } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import { runTool } from "../target/tool.js";
import { asCacheError } from "./cache-writes.js";
import { imagesFolder } from "./places.js";
import type { Scenario } from "./scenario.js";

/**
 * The image of a scenario: built, from the cache, or as given. `notice` hears what it does. Throws
 * CannotJudge where it can't be built: a tool fails, or a disk is full; HarnessError where the
 * cache folder can't be written.
 */
export async function prepareImage(
  scenario: Scenario,
  notice: (line: string) => void,
): Promise<{ readonly path: string; readonly sha256: string }> {
  const { image } = scenario;
  if (image.kind === "given") return image;
  try {
    makeFolders(imagesFolder);
    // Loaded once it is needed: a user's own image is not built.
    const { cachedImage } = await import("../../fixtures/images/cache.js");
    return await cachedImage(image.recipe, imagesFolder, runTool, notice);
  } catch (thrown) {
    const cause = asCacheError(thrown);
    if (cause !== thrown || !(cause instanceof HarnessError)) throw cause;
    throw new CannotJudge("there is no disk image to begin with", { cause });
  }
}
