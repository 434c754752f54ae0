import { CannotJudge, HarnessError } from "../model/errors.js";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "something that is not a folder is in the way",
  EISDIR: "a folder is in the way of a file",
};

const fullCodes = ["ENOSPC", "EDQUOT"];

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
  const reason = reasons[code] ?? "the write failed";
  const full = fullCodes.includes(code);
  const next = full ? "Free some room, or name" : "Name";
  return new (full ? CannotJudge : HarnessError)(
    `cannot write results to ${path}: ${reason} (${code}). ` +
      `${next} another folder with --results DIR`,
    cause === undefined ? {} : { cause },
  );
}

/** The code of a file system error, for example ENOENT. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown error";
}
