import { statSync } from "node:fs";
import { openFileSource, slice, type ByteSource } from "../../layout/byte-source.js";
import { openContentDigest, openDataDigest } from "../../layout/content-digest.js";
import { dataExtents, type Extent } from "../../target/data-extents.js";

/** What is told of some content. */
export interface Digested {
  readonly sizeBytes: number;
  readonly sha256: string;
}

const pieceBytes = 1024 * 1024;
/** Pieces of a content digest are multiples of this. */
const alignmentBytes = 1024;

/** Digests a file, or a part of one, as openContentDigest has it. Holes are not read. */
export async function digestFile(path: string | Buffer, part?: Extent): Promise<Digested> {
  const file = openFileSource(path);
  try {
    const { offsetBytes, lengthBytes } = part ?? { offsetBytes: 0, lengthBytes: file.sizeBytes };
    const extents = await extentsOf(path, file.sizeBytes);
    const moved = extents.map((extent) => ({
      offsetBytes: extent.offsetBytes - offsetBytes,
      lengthBytes: extent.lengthBytes,
    }));
    return digestExtents(slice(file, offsetBytes, lengthBytes), moved);
  } finally {
    file.close();
  }
}

/** Digests what a file holds, whatever zeros there are behind it. Holes are not read. */
export async function digestData(path: string): Promise<Digested> {
  const file = openFileSource(path);
  try {
    return digestExtents(file, await extentsOf(path, file.sizeBytes), openDataDigest());
  } finally {
    file.close();
  }
}

/** Asking for extents takes a process, so only files that have holes are asked about. */
async function extentsOf(path: string | Buffer, sizeBytes: number): Promise<Extent[]> {
  const hasHoles = sizeBytes > pieceBytes && statSync(path).blocks * 512 < sizeBytes;
  return typeof path === "string" && hasHoles
    ? dataExtents(path, sizeBytes)
    : [{ offsetBytes: 0, lengthBytes: sizeBytes }];
}

/** Digests a source whose bytes outside of the extents are zeros. They are sorted. */
export function digestExtents(
  source: ByteSource,
  extents: readonly Extent[],
  digest = openContentDigest(source.sizeBytes),
): Digested {
  const { sizeBytes } = source;
  let doneBytes = 0;
  const readTo = (endBytes: number) => {
    for (; doneBytes < endBytes; doneBytes += pieceBytes) {
      digest.data(source.read(doneBytes, Math.min(pieceBytes, endBytes - doneBytes)));
    }
    doneBytes = endBytes;
  };
  for (const { offsetBytes, lengthBytes } of extents) {
    const start = Math.floor(offsetBytes / alignmentBytes) * alignmentBytes;
    const end = Math.ceil((offsetBytes + lengthBytes) / alignmentBytes) * alignmentBytes;
    const from = Math.min(Math.max(start, doneBytes), sizeBytes);
    digest.zeros(from - doneBytes);
    doneBytes = from;
    readTo(Math.max(from, Math.min(end, sizeBytes)));
  }
  digest.zeros(sizeBytes - doneBytes);
  return { sizeBytes, sha256: digest.hex() };
}
