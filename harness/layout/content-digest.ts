import { createHash } from "node:crypto";

/** Takes a file's content from its start to its end. */
export interface ContentDigest {
  /** The content's next bytes. All but the last piece must be a multiple of 1,024 bytes long. */
  data(bytes: Buffer): void;
  /** The content's next `sizeBytes` are zeros. The same rule holds for the length. */
  zeros(sizeBytes: number): void;
  /** Hex SHA-256. Ends the digest. */
  hex(): string;
}

/** Larger contents get a digest that takes no time for zeros. */
export const largestPlainDigestBytes = 2 ** 24;

const pieceSizeBytes = 1024;
const zeroBytes = Buffer.alloc(1024 * 1024);

/**
 * Opens the digest of a content of `sizeBytes`. Up to 16 MiB it is the SHA-256 of the content, as
 * sha256sum prints it. Above that it is the SHA-256 of the size and of each run of 1,024-byte
 * pieces that are not all zero, with the run's offset: a damaged size or a sparse file of many
 * terabytes costs nothing. Either way equal content gives an equal digest, however the content
 * is split into holes, unwritten blocks and blocks of zeros.
 */
export function openContentDigest(sizeBytes: number): ContentDigest {
  return sizeBytes <= largestPlainDigestBytes ? openPlain() : openSparse(sizeBytes);
}

/**
 * Opens the digest of what is not zero in a content, with its places: equal where one content is as
 * another with zeros behind it.
 */
export function openDataDigest(): ContentDigest {
  return openSparse("data");
}

function openPlain(): ContentDigest {
  const hash = createHash("sha256");
  return {
    data: (bytes) => hash.update(bytes),
    zeros(sizeBytes) {
      for (let left = sizeBytes; left > 0; left -= zeroBytes.length) {
        hash.update(left < zeroBytes.length ? zeroBytes.subarray(0, left) : zeroBytes);
      }
    },
    hex: () => hash.digest("hex"),
  };
}

function openSparse(what: number | "data"): ContentDigest {
  const hash = createHash("sha256").update(`sparse ${what}\n`);
  let offsetBytes = 0;
  let runEndBytes = -1;
  return {
    data(bytes) {
      for (let start = 0; start < bytes.length;) {
        const zeroEnd = pieceRunEnd(bytes, start, true);
        const end = pieceRunEnd(bytes, zeroEnd, false);
        if (end > zeroEnd) {
          if (offsetBytes + zeroEnd !== runEndBytes) hash.update(`@${offsetBytes + zeroEnd}\n`);
          hash.update(bytes.subarray(zeroEnd, end));
          runEndBytes = offsetBytes + end;
        }
        start = end;
      }
      offsetBytes += bytes.length;
    },
    zeros(count) {
      offsetBytes += count;
    },
    hex: () => hash.digest("hex"),
  };
}

/** Where the run of pieces from `start` that are zero, or are not, ends. */
function pieceRunEnd(bytes: Buffer, start: number, isZero: boolean): number {
  let end = start;
  while (end < bytes.length) {
    const next = Math.min(end + pieceSizeBytes, bytes.length);
    if ((bytes.compare(zeroBytes, 0, next - end, end, next) === 0) !== isZero) break;
    end = next;
  }
  return end;
}
