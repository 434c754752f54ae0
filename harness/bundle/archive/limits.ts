import { UsageError } from "../../model/errors.js";

/** Files of one bundle: 16 crashes leave as many traces, and there are a few more. */
export const mostFiles = 64;
/** Bytes that all files have, holes of images left out. */
export const mostUnpackedBytes = 2 ** 30;
/** Bytes of the disk that an image is of, holes and all: what ext4 takes as one file. */
export const mostDiskBytes = 2 ** 44;
/** Up to this size nothing is said of how well it is compressed. */
const smallBytes = 2 ** 28;
/** So many bytes may come of one byte of the file. */
const mostRatio = 100;

/** What a bundle says of its files, before any of them is unpacked. */
interface Declared {
  readonly fileCount: number;
  readonly unpackedBytes: number;
  readonly packedBytes: number;
}

/** Throws UsageError where a bundle has more, or becomes more, than any may. */
export function requireWithinLimits(path: string, declared: Declared): void {
  const { fileCount, unpackedBytes, packedBytes } = declared;
  const ratio = Math.round(unpackedBytes / Math.max(1, packedBytes));
  const refuse = (expected: string, found: string) =>
    new UsageError(`${path}: a bundle has at most ${expected}; this one has ${found}`);
  if (fileCount > mostFiles) throw refuse(`${mostFiles} files`, String(fileCount));
  if (unpackedBytes > mostUnpackedBytes) {
    throw refuse("1 GiB unpacked, holes left out", `${unpackedBytes} bytes`);
  }
  if (unpackedBytes > smallBytes && ratio > mostRatio) {
    throw refuse(`${mostRatio} bytes for each packed one above 256 MiB`, `${ratio}`);
  }
}
