const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOENT: "nothing can be made there",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "something that is not a folder is in the way",
  EISDIR: "a folder is in the way of a file",
};

/** The code of a file system error, for example ENOENT. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown error";
}

/** Why a file could not be written, in words, with the code of the file system error. */
export function whyNotWritten(code: string): string {
  return `${reasons[code] ?? "the write failed"} (${code})`;
}
