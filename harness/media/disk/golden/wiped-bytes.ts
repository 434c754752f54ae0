import type { ByteSource } from "../../../layout/byte-source.js";
import { goldenPageBytes } from "../../../oracles/golden.js";
import type { WipedBytes } from "../../../oracles/uncrashed/content-deeds.js";

const zeros = Buffer.alloc(goldenPageBytes);

/** Counts pages of a partition that held something in the base and are zeros now, in bytes. */
export function wipedIn(changedPages: ReadonlyMap<number, Buffer>, base: ByteSource): WipedBytes {
  return ({ startBytes, sizeBytes }, after) => {
    if (after.startBytes !== startBytes) return 0;
    const endBytes = startBytes + Math.min(sizeBytes, after.sizeBytes);
    let count = 0;
    for (const [page, bytes] of changedPages) {
      const at = page * goldenPageBytes;
      if (at < startBytes || at + goldenPageBytes > endBytes || !isZero(bytes)) continue;
      if (!isZero(base.read(at, goldenPageBytes))) count += 1;
    }
    return count * goldenPageBytes;
  };
}

function isZero(bytes: Buffer): boolean {
  return bytes.equals(zeros.subarray(0, bytes.length));
}
