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

/** A trace in the folder of a run. */
export interface StoredTrace {
  /** Hex SHA-256 of its bytes. */
  readonly digest: string;
  readonly path: string;
  /** It was not there before. */
  readonly isNew: boolean;
}

/**
 * Stores a trace in the folder of a run, compressed, as `traces/<digest>.gz`; one that is there
 * already is not written again. Throws RoomIsUp, and what the file system throws; nothing of it is
 * left then.
 */
export function storeTrace(runPath: string, trace: Buffer, room: Room): StoredTrace {
  const digest = digestOf(trace);
  const path = join(runPath, "traces", fileNameOf(digest));
  if (existsSync(path)) return { digest, path, isNew: false };
  makeFolders(dirname(path));
  const unfinished = mkdtempSync(join(dirname(path), ".new-"));
  try {
    writePieces(join(unfinished, "trace"), trace, room);
    renameSync(join(unfinished, "trace"), path);
  } finally {
    rmSync(unfinished, { recursive: true });
  }
  return { digest, path, isNew: true };
}

/**
 * Reads a trace that a failure's folder refers to: from the folder itself, where somebody has
 * brought it along, or from its run. Throws UsageError where it is not there, or is damaged.
 */
export function readTrace(failureFolder: string, digest: string): Buffer {
  const name = fileNameOf(digest);
  const places = [join(failureFolder, name), join(failureFolder, "..", "..", "traces", name)];
  const path = places.find((each) => existsSync(each));
  if (path === undefined) {
    throw new UsageError(
      `trace ${digest} is not there: expected it at ${places.join(" or ")}. ` +
        "It lies in the folder traces of the run that has found the case: copy it from there",
    );
  }
  const trace = unpacked(path);
  if (digestOf(trace) === digest) return trace;
  throw new UsageError(`${path} is damaged: its content has another digest`);
}

function unpacked(path: string): Buffer {
  try {
    const packed = readFileSync(path);
    return packed.length === 0 ? packed : gunzipSync(packed);
  } catch (cause) {
    const why = codeOf(cause).startsWith("Z_") ? "is damaged" : "can't be read";
    throw new UsageError(`${path} ${why}: ${messageOf(cause)}`, { cause });
  }
}

function writePieces(path: string, trace: Buffer, room: Room): void {
  const descriptor = openSync(path, "w");
  try {
    for (let at = 0; at < trace.length; at += pieceBytes) {
      const packed = gzipSync(trace.subarray(at, at + pieceBytes), { level: 1 });
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

function digestOf(trace: Buffer): string {
  const hash = createHash("sha256");
  for (let at = 0; at < trace.length; at += pieceBytes) {
    hash.update(trace.subarray(at, at + pieceBytes));
  }
  return hash.digest("hex");
}
