import { CannotJudge, HarnessError } from "../model/errors.js";
import { codeOf, whyNotWritten } from "../model/file-problem.js";

/** Whether the code of a file system error says that there is no room. */
export function isFull(code: string): boolean {
  return ["ENOSPC", "EDQUOT"].includes(code);
}

/** Does something to the results folder. What fails becomes a HarnessError that says what to do. */
export function writing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    throw cannotWrite(path, codeOf(cause), cause);
  }
}

/** The error for results that could not be written to `path`. */
export function cannotWrite(path: string, code: string, cause?: unknown): HarnessError {
  const full = isFull(code);
  const next = full ? "Free some room, or name" : "Name";
  return new (full ? CannotJudge : HarnessError)(
    `cannot write results to ${path}: ${whyNotWritten(code)}. ` +
      `${next} another folder with --results DIR`,
    cause === undefined ? {} : { cause },
  );
}
