import { CannotJudge, HarnessError, UsageError } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import { runTool } from "../target/tool.js";
import { asCacheError } from "./cache-writes.js";
import type { GivenImage } from "./given-image.js";
import { baseDigest, baseStamp } from "./base-digest.js";
import { imagesFolder } from "./places.js";
import type { Scenario } from "./scenario.js";

/**
 * The image of a scenario: built, from the cache, or as given. `notice` hears what it does. Throws
 * CannotJudge where it can't be built: a tool fails, or a disk is full; HarnessError where the
 * cache folder can't be written; UsageError where a given one has changed.
 */
export async function prepareImage(
  scenario: Scenario,
  notice: (line: string) => void,
): Promise<{ readonly path: string; readonly sha256: string }> {
  const { image } = scenario;
  if (image.kind === "given") {
    await requireSameImage(image);
    return image;
  }
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

/** Case ids and expectations are of the image that was hashed. One only touched is the same. */
async function requireSameImage({ path, sha256, stamp, medium }: GivenImage): Promise<void> {
  const now = baseStamp(path);
  if (now === stamp) return;
  if (now !== "" && (await baseDigest(path)) === sha256) return;
  const noun = medium === "disk" ? "image" : "folder";
  throw new UsageError(`${path}: the ${noun} has changed since makeScenario; make it again`);
}
