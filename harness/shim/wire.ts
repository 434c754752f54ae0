/**
 * The part of the FUSE wire format that the shim speaks: the kernel's
 * include/uapi/linux/fuse.h, protocol 7.31 and later, little endian.
 */
export const opcode = {
  lookup: 1,
  forget: 2,
  getattr: 3,
  setattr: 4,
  readlink: 5,
  open: 14,
  read: 15,
  write: 16,
  statfs: 17,
  release: 18,
  fsync: 20,
  setxattr: 21,
  getxattr: 22,
  listxattr: 23,
  removexattr: 24,
  flush: 25,
  init: 26,
  opendir: 27,
  readdir: 28,
  releasedir: 29,
  fsyncdir: 30,
  access: 34,
  interrupt: 36,
  destroy: 38,
  batchForget: 42,
  fallocate: 43,
  readdirplus: 44,
  create: 35,
  mknod: 8,
  mkdir: 9,
  unlink: 10,
  rmdir: 11,
  rename: 12,
  link: 13,
  symlink: 6,
  rename2: 45,
  /** The kernel answers a notice that asks for what it has cached. */
  notifyReply: 41,
  lseek: 46,
  tmpfile: 51,
  /** Not FUSE: a note that the harness itself puts into the trace. */
  mark: 0xf001,
} as const;

/** Byte offsets inside a request. `fuse_in_header` takes the first 40 bytes. */
export const request = {
  lengthBytes: 0,
  opcode: 4,
  unique: 8,
  nodeId: 16,
  pid: 32,
  body: 40,
  /** fuse_write_in is 40 bytes, the data follows. */
  writeOffset: 48,
  writeSize: 56,
  writeFileFlags: 72,
  writeData: 80,
  readOffset: 48,
  readSize: 56,
  setattrValid: 40,
  setattrSize: 56,
  openFlags: 40,
  releaseFlags: 48,
  seekOffset: 48,
  seekWhence: 56,
  fallocateOffset: 48,
  fallocateLength: 56,
  fallocateMode: 64,
  initMajor: 40,
  initFlags: 52,
  initFlags2: 56,
} as const;

/** Inode numbers of what the shim serves. */
export const node = { root: 1, disk: 2, stdout: 3, stderr: 4, syncs: 5, ring: 6 } as const;

export const nodeNames: Readonly<Record<string, number>> = {
  "disk.img": node.disk,
  stdout: node.stdout,
  stderr: node.stderr,
  syncs: node.syncs,
};

export const errno = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  ENXIO: 6,
  EINVAL: 22,
  EFBIG: 27,
  ENOSPC: 28,
  ENOSYS: 38,
  EOPNOTSUPP: 95,
} as const;

/** One request carries at most this much data. */
export const maxTransferBytes = 1024 * 1024;

/**
 * One write carries at most this much: a page less than the kernel's 256 pages a request. A
 * buffer that is not page-aligned lies in one page more, and would otherwise be cut at a place
 * that depends on its address, so that write numbers would differ from run to run.
 */
export const maxWriteBytes = maxTransferBytes - 4096;

/** What the kernel may send at once: a full write and its headers. */
export const maxRequestBytes = maxTransferBytes + 4096;

export const initFlags = {
  asyncRead: 1 << 0,
  bigWrites: 1 << 5,
  readdirplus: 1 << 13,
  readdirplusAuto: 1 << 14,
  /** The kernel keeps writes in its page cache, and owns size and times of each file. */
  writebackCache: 1 << 16,
  parallelDirops: 1 << 18,
  maxPages: 1 << 22,
  /** Whoever writes tells that it takes setuid bits away. */
  dropPrivileges: 1 << 28,
  initExt: 1 << 30,
  /** In flags2: bit 36 of the whole word. */
  directIoAllowMmap: 1 << 4,
} as const;

export const openFlags = {
  directIo: 1 << 0,
  keepCache: 1 << 1,
  nonSeekable: 1 << 2,
  stream: 1 << 4,
} as const;

/** `valid` bit of a SETATTR that sets the size. */
export const setattrSizeBit = 1 << 3;

/** Kinds of lseek(2) that a file system answers. */
export const seekWhence = { data: 3, hole: 4 } as const;

/** Bits of open(2): what a descriptor is for. Reading alone is none of them. */
export const writableBits = 3;

/** Mode bits of fallocate(2). */
export const fallocateMode = { keepSize: 1, punchHole: 2, zeroRange: 0x10 } as const;

/** Notices to the kernel: `error` of a fuse_out_header whose `unique` is 0. */
export const notice = { invalidateNode: 2, invalidateEntry: 3, store: 4, retrieve: 5 } as const;

export function readU64(buffer: Buffer, at: number): number {
  return buffer.readUInt32LE(at) + buffer.readUInt32LE(at + 4) * 2 ** 32;
}
