import type { ByteSource } from "./byte-source.js";

/** A run of bytes that may hold something else than zeros. */
interface Extent {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

const zeros = Buffer.alloc(1024 * 1024);

/** A sparse file whose holes are not read. The extents are sorted and do not overlap. */
export function skipHoles(file: ByteSource, extents: readonly Extent[]): ByteSource {
  const { sizeBytes } = file;
  /** Where the next data begin, the end of the file where none do. */
  const holeEnd = (offsetBytes: number): number => {
    const next = firstBehind(extents, offsetBytes);
    return Math.max(offsetBytes, Math.min(next?.offsetBytes ?? sizeBytes, sizeBytes));
  };
  return {
    sizeBytes,
    holeEnd,
    read(offsetBytes, lengthBytes) {
      const endBytes = Math.min(offsetBytes + lengthBytes, sizeBytes);
      const isHole = lengthBytes <= zeros.length && holeEnd(offsetBytes) >= endBytes;
      return isHole
        ? zeros.subarray(0, Math.max(0, endBytes - offsetBytes))
        : file.read(offsetBytes, lengthBytes);
    },
  };
}

/** The first extent that ends behind a place. */
function firstBehind(extents: readonly Extent[], offsetBytes: number): Extent | undefined {
  let [low, high] = [0, extents.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const extent = extents[middle];
    if (extent !== undefined && extent.offsetBytes + extent.lengthBytes <= offsetBytes) {
      low = middle + 1;
    } else high = middle;
  }
  return extents[low];
}
