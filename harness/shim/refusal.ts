import type { PagedDisk } from "./paged-disk.js";
import { errno, fallocateMode, opcode, readU64, request } from "./wire.js";

/**
 * Why the disk can't take the change at `at` of `requests` (a WRITE, FALLOCATE or setting of the
 * size), as an errno. 0 when it can.
 */
export function refusalOf(disk: PagedDisk, requests: Buffer, at: number): number {
  let endBytes: number;
  switch (requests.readUInt32LE(at + request.opcode)) {
    case opcode.fallocate: {
      const mode = requests.readUInt32LE(at + request.fallocateMode);
      const { keepSize, punchHole, zeroRange } = fallocateMode;
      if ((mode & ~(keepSize | punchHole | zeroRange)) !== 0) return errno.EOPNOTSUPP;
      const offset = readU64(requests, at + request.fallocateOffset);
      endBytes = offset + readU64(requests, at + request.fallocateLength);
      break;
    }
    case opcode.setattr:
      endBytes = readU64(requests, at + request.setattrSize);
      break;
    default:
      endBytes =
        readU64(requests, at + request.writeOffset) + requests.readUInt32LE(at + request.writeSize);
  }
  return endBytes > disk.sizeLimitBytes ? errno.EFBIG : 0;
}
