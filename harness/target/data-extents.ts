import { execa } from "execa";
import { DecodeError } from "../model/errors.js";

/** A run of bytes of a sparse file that is not a hole. */
export interface Extent {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

const block = 512;

/**
 * Where a sparse file has data, so that holes need not be read. Node has no SEEK_DATA, but GNU
 * tar has: the sparse map at the head of its PAX archive (format 1.0, "Storing Sparse Files" in
 * its manual) is read, and tar is stopped before it sends the data.
 */
export async function dataExtents(path: string, sizeBytes: number): Promise<Extent[]> {
  const tar = execa(
    "tar",
    ["--format=posix", "--sparse", "--dereference", "-cf", "-", "--", path],
    {
      buffer: false,
      reject: false,
      stdin: "ignore",
      stderr: "ignore",
      encoding: "buffer",
    },
  );
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of tar.stdout as AsyncIterable<Uint8Array>) {
      chunks.push(Buffer.from(chunk));
      const extents = parseSparseMap(Buffer.concat(chunks), sizeBytes);
      if (extents !== undefined) return extents;
    }
  } finally {
    tar.kill("SIGKILL");
    await tar;
  }
  throw new DecodeError(`tar(${path})`, "the archive ended before its sparse map");
}

/** Undefined while more of the archive is needed. */
function parseSparseMap(archive: Buffer, sizeBytes: number): Extent[] | undefined {
  let at = 0;
  if (archive.length < block) return undefined;
  if (String.fromCharCode(archive[156] ?? 0) !== "x") return wholeFile(sizeBytes);
  const headerBytes = Number.parseInt(archive.toString("latin1", 124, 136), 8);
  const header = archive.toString("utf8", block, block + headerBytes);
  if (archive.length < block + headerBytes) return undefined;
  if (!header.includes("GNU.sparse.major=1")) return wholeFile(sizeBytes);
  at = block + Math.ceil(headerBytes / block) * block + block;
  const numbers: number[] = [];
  let count = Infinity;
  while (numbers.length < 1 + 2 * count) {
    const end = archive.indexOf(10, at);
    if (end === -1) return undefined;
    const value = Number(archive.toString("latin1", at, end));
    if (!Number.isSafeInteger(value)) throw new DecodeError("tar.sparseMap", "not a number");
    numbers.push(value);
    if (numbers.length === 1) count = value;
    at = end + 1;
  }
  return Array.from({ length: count }, (_, index) => ({
    offsetBytes: numbers[1 + 2 * index] ?? 0,
    lengthBytes: numbers[2 + 2 * index] ?? 0,
  })).filter(({ lengthBytes }) => lengthBytes > 0);
}

function wholeFile(sizeBytes: number): Extent[] {
  return sizeBytes === 0 ? [] : [{ offsetBytes: 0, lengthBytes: sizeBytes }];
}
