import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { dataPieces, type ByteSource } from "../../layout/byte-source.js";
import { encodeSparseMap, type DataRun } from "./sparse-map.js";

const pageBytes = 4096;
const pieceBytes = 256 * pageBytes;
const zeros = Buffer.alloc(pageBytes);

/** A file of a bundle, ready to be packed. */
export interface Member {
  readonly name: string;
  /** As it lies in the archive: of a disk, its map and its data. */
  readonly bodyBytes: number;
  /** Hex, of the body. */
  readonly sha256: string;
  /** Of a disk image: its size, holes and all. */
  readonly diskBytes?: number;
  /** The body, from its start each time. */
  readonly body: () => Iterable<Buffer>;
}

/** A file with a text, or with bytes, in it. */
export function memberOf(name: string, content: string | Buffer): Member {
  const bytes = Buffer.from(content);
  return measured(name, () => [bytes]);
}

/** A file as it lies on this machine. Throws what the file system throws. */
export function memberOfFile(name: string, path: string): Member {
  const sizeBytes = statSync(path).size;
  return measured(name, function* () {
    const descriptor = openSync(path, "r");
    try {
      for (let at = 0; at < sizeBytes;) {
        const piece = Buffer.allocUnsafe(Math.min(pieceBytes, sizeBytes - at));
        const count = readSync(descriptor, piece, 0, piece.length, at);
        if (count === 0) throw new Error(`${path} has become shorter`);
        yield piece.subarray(0, count);
        at += count;
      }
    } finally {
      closeSync(descriptor);
    }
  });
}

/** A disk as a sparse file: pages of zeros are not in it, nor are those that `isLeftOut` names. */
export function memberOfDisk(
  name: string,
  disk: ByteSource,
  isLeftOut: (page: Buffer, offsetBytes: number) => boolean = () => false,
): Member {
  const { sizeBytes } = disk;
  const runs = runsOf(disk, isLeftOut);
  const map = encodeSparseMap(runs, sizeBytes);
  const member = measured(name, function* () {
    yield map;
    for (const { offsetBytes, lengthBytes } of runs) {
      for (let done = 0; done < lengthBytes; done += pieceBytes) {
        yield disk.read(offsetBytes + done, Math.min(pieceBytes, lengthBytes - done));
      }
    }
  });
  return { ...member, diskBytes: sizeBytes };
}

function runsOf(
  disk: ByteSource,
  isLeftOut: (page: Buffer, offsetBytes: number) => boolean,
): DataRun[] {
  const runs: DataRun[] = [];
  for (const piece of dataPieces(disk, pieceBytes)) {
    for (let at = 0; at < piece.bytes.length; at += pageBytes) {
      const page = piece.bytes.subarray(at, at + pageBytes);
      const offsetBytes = piece.offsetBytes + at;
      if (page.equals(zeros.subarray(0, page.length)) || isLeftOut(page, offsetBytes)) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.offsetBytes + last.lengthBytes === offsetBytes) {
        const lengthBytes = last.lengthBytes + page.length;
        runs[runs.length - 1] = { offsetBytes: last.offsetBytes, lengthBytes };
      } else runs.push({ offsetBytes, lengthBytes: page.length });
    }
  }
  return runs;
}

function measured(name: string, body: () => Iterable<Buffer>): Member {
  const hash = createHash("sha256");
  let bodyBytes = 0;
  for (const piece of body()) {
    hash.update(piece);
    bodyBytes += piece.length;
  }
  return { name, bodyBytes, sha256: hash.digest("hex"), body };
}
