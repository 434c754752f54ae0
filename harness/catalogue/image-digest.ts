import { createHash } from "node:crypto";
import { openFileSource } from "../layout/byte-source.js";
import { dataExtents } from "../target/data-extents.js";

const pageBytes = 4096;
const zeros = Buffer.alloc(pageBytes);

/**
 * Hex SHA-256 over the size of an image and over offset and bytes of each 4 KiB page that is not
 * zero: the same for a sparse copy and a full one. Holes are not read.
 */
export async function sha256OfImage(path: string): Promise<string> {
  const image = openFileSource(path);
  try {
    const hash = createHash("sha256").update(`${image.sizeBytes}\n`);
    let nextPage = 0;
    for (const { offsetBytes, lengthBytes } of await dataExtents(path, image.sizeBytes)) {
      const first = Math.max(nextPage, Math.floor(offsetBytes / pageBytes));
      nextPage = Math.max(first, Math.ceil((offsetBytes + lengthBytes) / pageBytes));
      for (let page = first; page < nextPage; page += 1) {
        const bytes = image.read(page * pageBytes, pageBytes);
        if (bytes.equals(zeros.subarray(0, bytes.length))) continue;
        hash.update(`${page}\n`).update(bytes);
      }
    }
    return hash.digest("hex");
  } finally {
    image.close();
  }
}
