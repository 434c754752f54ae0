import { DecodeError } from "../../model/errors.js";
import { openContentDigest } from "../content-digest.js";
import type { Inode } from "./inode.js";
import { readInlineRest } from "./xattrs.js";

/** The target of a link that is kept in its inode. Throws DecodeError. */
export function readInlineContent(inode: Inode): Buffer {
  const room = inlineRoom(inode);
  if (inode.sizeBytes <= room.length) return room.subarray(0, inode.sizeBytes);
  const problem = `expected at most ${room.length} bytes inline, found ${inode.sizeBytes}`;
  throw new DecodeError(`${inode.path}.size`, problem);
}

/**
 * Hex SHA-256 of a file that is kept in its inode. A file may be larger than that: mke2fs leaves
 * files of zeros alone so, and the kernel reads the rest as zeros. Throws DecodeError.
 */
export function digestInlineContent(inode: Inode): string {
  const { sizeBytes } = inode;
  if (!Number.isSafeInteger(sizeBytes)) {
    throw new DecodeError(`${inode.path}.size`, `no file has ${sizeBytes} bytes`);
  }
  const room = inlineRoom(inode);
  const headBytes = Math.min(sizeBytes, Math.ceil(room.length / 1024) * 1024);
  const digest = openContentDigest(sizeBytes);
  digest.data(Buffer.concat([room], headBytes));
  digest.zeros(sizeBytes - headBytes);
  return digest.hex();
}

function inlineRoom(inode: Inode): Buffer {
  return Buffer.concat([inode.blockArea, readInlineRest(inode)]);
}
