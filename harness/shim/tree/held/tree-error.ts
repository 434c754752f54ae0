/** Errors that a tree answers with: Linux's include/uapi/asm-generic/errno*.h. */
export const treeErrno = {
  ENOENT: 2,
  EIO: 5,
  EEXIST: 17,
  EXDEV: 18,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EFBIG: 27,
  ENOSPC: 28,
  ERANGE: 34,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ENXIO: 6,
  EPERM: 1,
  ENODATA: 61,
  EOPNOTSUPP: 95,
} as const;

/** The tree refuses an operation, as tmpfs does. */
export class TreeError extends Error {
  readonly code: keyof typeof treeErrno;
  readonly errno: number;

  constructor(code: keyof typeof treeErrno) {
    super(code);
    this.code = code;
    this.errno = treeErrno[code];
  }
}
