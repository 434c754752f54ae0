import { createWriteStream, existsSync, rmSync, renameSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack as packTar, type Header, type Pack } from "tar-stream";
import { CannotJudge, HarnessError, UsageError } from "../../model/errors.js";
import { codeOf, whyNotWritten } from "../../model/file-problem.js";
import type { Member } from "./member.js";

/** Throws UsageError where a bundle can't be written to a path, since something is there. */
export function requireFree(path: string): void {
  if (existsSync(path)) throw new UsageError(`--output: ${path} is there already`);
}

/**
 * Writes files into a compressed archive (tar, gzip), all in one folder, in their order. The
 * archive is there whole or not at all. Throws CannotJudge where the disk is full, HarnessError
 * where it can't be written, and the reason of the signal.
 */
export async function packArchive(
  path: string,
  folder: string,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<void> {
  requireFree(path);
  const unfinished = `${path}.new`;
  const remove = () => rmSync(unfinished, { force: true });
  process.once("exit", remove);
  try {
    const archive = packTar();
    const written = pipeline(archive, createGzip({ level: 6 }), createWriteStream(unfinished), {
      signal,
    });
    const added = addAll(archive, folder, members).catch((error: unknown) => {
      archive.destroy(error instanceof Error ? error : undefined);
      throw error;
    });
    const ends = await Promise.allSettled([written, added]);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    renameSync(unfinished, path);
  } catch (error) {
    remove();
    signal.throwIfAborted();
    throw asWriteError(path, error);
  } finally {
    process.off("exit", remove);
  }
}

async function addAll(archive: Pack, folder: string, members: readonly Member[]): Promise<void> {
  for (const member of members) {
    await pipeline(Readable.from(member.body()), archive.entry(headerOf(folder, member)));
  }
  archive.finalize();
}

/** A disk is a sparse file as GNU tar has it in its POSIX archives, format 1.0. */
function headerOf(
  folder: string,
  { name, bodyBytes, diskBytes }: Member,
): Pick<Header, "name"> & Partial<Header> {
  const frame = { size: bodyBytes, mode: 0o644, type: "file" } as const;
  if (diskBytes === undefined) return { name: `${folder}/${name}`, ...frame };
  const pax = {
    "GNU.sparse.major": "1",
    "GNU.sparse.minor": "0",
    "GNU.sparse.name": `${folder}/${name}`,
    "GNU.sparse.realsize": String(diskBytes),
  };
  return { name: `${folder}/GNUSparseFile.0/${name}`, ...frame, pax };
}

function asWriteError(path: string, error: unknown): Error {
  const code = codeOf(error);
  if (code === "unknown error") return error instanceof Error ? error : new Error(String(error));
  const isFull = ["ENOSPC", "EDQUOT"].includes(code);
  return new (isFull ? CannotJudge : HarnessError)(
    `cannot write ${path}: ${whyNotWritten(code)}. Name another file with --output FILE`,
    { cause: error },
  );
}
