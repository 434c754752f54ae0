import type { ByteSource } from "../../layout/byte-source.js";
import type { Extent } from "../../target/data-extents.js";

const zeros = Buffer.alloc(1024 * 1024);

/** A sparse file whose holes are not read. The extents are sorted and do not overlap. */
export function skipHoles(file: ByteSource, extents: readonly Extent[]): ByteSource {
  return {
    sizeBytes: file.sizeBytes,
    read(offsetBytes, lengthBytes) {
      const endBytes = Math.min(offsetBytes + lengthBytes, file.sizeBytes);
      const isHole = lengthBytes <= zeros.length && !touchesData(extents, offsetBytes, endBytes);
      return isHole
        ? zeros.subarray(0, Math.max(0, endBytes - offsetBytes))
        : file.read(offsetBytes, lengthBytes);
    },
  };
}

/** Looks for the first extent that ends behind the start. */
function touchesData(extents: readonly Extent[], startBytes: number, endBytes: number): boolean {
  let [low, high] = [0, extents.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const extent = extents[middle];
    if (extent !== undefined && extent.offsetBytes + extent.lengthBytes <= startBytes) {
      low = middle + 1;
    } else high = middle;
  }
  const next = extents[low];
  return next !== undefined && next.offsetBytes < endBytes;
}
