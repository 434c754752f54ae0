import type { ByteSource } from "./byte-source.js";

const pageBytes = 4096;

/** For tests: a source that is zeros but for some pages, by the byte that fills each. */
export function sparse(sizeBytes: number, pages: Readonly<Record<number, number>>) {
  const places = Object.keys(pages).map(Number);
  let reads = 0;
  const source: ByteSource = {
    sizeBytes,
    read(offsetBytes, lengthBytes) {
      reads += 1;
      const bytes = Buffer.alloc(Math.max(0, Math.min(lengthBytes, sizeBytes - offsetBytes)));
      for (const at of places) {
        const [from, to] = [at - offsetBytes, at + pageBytes - offsetBytes];
        bytes.subarray(Math.max(0, from), Math.max(0, to)).fill(pages[at] ?? 0);
      }
      return bytes;
    },
    holeEnd(offsetBytes) {
      const next = places.find((at) => at + pageBytes > offsetBytes) ?? sizeBytes;
      return Math.max(offsetBytes, next);
    },
  };
  return { source, reads: () => reads };
}
