import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { messageOf, UsageError } from "../model/errors.js";
import { codeOf } from "../model/file-problem.js";
import { makeFolders } from "../model/make-folders.js";
import type { Room } from "./room.js";

/** So much is compressed at once: each piece is a gzip member of its own (RFC 1952, 2.2). */
const pieceBytes = 16 * 1024 * 1024;

/** What is stored once a run, under its digest: raw traces, and states of the medium. */
export type BlobKind = "traces" | "states";

/** Bytes to be stored in the folder of a run. */
export interface Blob {
  readonly kind: BlobKind;
  readonly bytes: Buffer;
}

/** Bytes in the folder of a run. */
export interface StoredBlob {
  /** Hex SHA-256 of its bytes. */
  readonly digest: string;
  readonly path: string;
  /** It was not there before. */
  readonly isNew: boolean;
}

/**
 * Stores bytes in the folder of a run, compressed, as `<kind>/<digest>.gz`; what is there already
 * is not written again. Throws RoomIsUp, and what the file system throws; nothing of it is left
 * then.
 */
export function storeBlob(runPath: string, { kind, bytes }: Blob, room: Room): StoredBlob {
  const digest = digestOf(bytes);
  const path = join(runPath, kind, fileNameOf(digest));
  if (existsSync(path)) return { digest, path, isNew: false };
  makeFolders(dirname(path));
  const unfinished = mkdtempSync(join(dirname(path), ".new-"));
  try {
    writePieces(join(unfinished, "blob"), bytes, room);
    renameSync(join(unfinished, "blob"), path);
  } finally {
    rmSync(unfinished, { recursive: true });
  }
  return { digest, path, isNew: true };
}

/**
 * Reads what a failure's folder refers to: from the folder itself, where somebody has brought it
 * along, or from its run. Throws UsageError where it is not there, or is damaged.
 */
export function readBlob(failureFolder: string, kind: BlobKind, digest: string): Buffer {
  const name = fileNameOf(digest);
  const places = [join(failureFolder, name), join(failureFolder, "..", "..", kind, name)];
  const path = places.find((each) => existsSync(each));
  if (path === undefined) {
    throw new UsageError(
      `${nouns[kind]} ${digest} is not there: expected it at ${places.join(" or ")}. ` +
        `It lies in the folder ${kind} of the run that has found the case: copy it from there`,
    );
  }
  const bytes = unpacked(path);
  if (digestOf(bytes) === digest) return bytes;
  throw new UsageError(`${path} is damaged: its content has another digest`);
}

const nouns = { traces: "trace", states: "state" } as const;

function unpacked(path: string): Buffer {
  try {
    const packed = readFileSync(path);
    return packed.length === 0 ? packed : gunzipSync(packed);
  } catch (cause) {
    const why = codeOf(cause).startsWith("Z_") ? "is damaged" : "can't be read";
    throw new UsageError(`${path} ${why}: ${messageOf(cause)}`, { cause });
  }
}

function writePieces(path: string, bytes: Buffer, room: Room): void {
  const descriptor = openSync(path, "w");
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const packed = gzipSync(bytes.subarray(at, at + pieceBytes), { level: 1 });
      room.take(packed.length);
      for (let done = 0; done < packed.length;) done += writeSync(descriptor, packed, done);
    }
  } finally {
    closeSync(descriptor);
  }
}

function fileNameOf(digest: string): string {
  return `${digest}.gz`;
}

function digestOf(bytes: Buffer): string {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    hash.update(bytes.subarray(at, at + pieceBytes));
  }
  return hash.digest("hex");
}
