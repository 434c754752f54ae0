import { HarnessError } from "../model/errors.js";
import { codeOf, whyNotWritten } from "../model/file-problem.js";
import { cacheAdvice, cacheFolder } from "./places.js";

/** Codes of a folder that this user can't write to, however much room there is. */
const unwritable = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "EISDIR", "ELOOP", "ENOENT"];

/**
 * What to throw in place of an error: where it, or a cause of it, says that the cache folder can't
 * be written, a HarnessError that tells what to do. Anything else, a full disk too, stays.
 */
export function asCacheError(thrown: unknown): unknown {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = codeOf(error);
    if (!("syscall" in error && unwritable.includes(code))) continue;
    // A tool that is missing has such a code too.
    if (String(error.syscall).startsWith("spawn")) continue;
    return new HarnessError(
      `cannot write to the cache folder ${cacheFolder}: ${whyNotWritten(code)}. ${cacheAdvice}`,
      { cause: error },
    );
  }
  return thrown;
}
