import { createReadStream, statSync } from "node:fs";
import { join } from "node:path";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract as extractTar, type Extract, type Header } from "tar-stream";
import { CannotJudge, DecodeError, UsageError, messageOf } from "../../model/errors.js";
import { codeOf, whyNotWritten } from "../../model/file-problem.js";
import { decodeBundle, type BundleFile, type BundleJson } from "../bundle-json.js";
import { printable } from "../../report/printable.js";
import { FileWriter } from "./file-writer.js";
import { requireWithinLimits } from "./limits.js";

const mostManifestBytes = 2 ** 20;
/** Headers, padding, and what the streams hold at once, beside the bodies of files. */
const slackBytes = 2 ** 20;

/**
 * Unpacks a bundle, which anybody may have made, into an empty folder: the files that its
 * bundle.json names, each checked, and nothing else. Throws UsageError for what is no bundle, is
 * damaged, or asks for more than a bundle may; CannotJudge where the disk is full.
 */
export async function unpackArchive(
  path: string,
  folder: string,
  signal: AbortSignal,
): Promise<BundleJson> {
  const gauge = new Gauge();
  const entries = extractTar();
  const read = pipeline(createReadStream(path), createGunzip(), gauge, entries, { signal });
  const unpacking = unpackAll(path, folder, entries, gauge).catch((error: unknown) => {
    entries.destroy(error instanceof Error ? error : undefined);
    throw error;
  });
  const [unpacked, all] = await Promise.allSettled([unpacking, read]);
  signal.throwIfAborted();
  // What was found in the entries says more than that the stream was ended for it.
  if (unpacked.status === "rejected") throw asReadError(path, unpacked.reason);
  if (all.status === "rejected") throw asReadError(path, all.reason);
  return unpacked.value;
}

async function unpackAll(
  path: string,
  folder: string,
  entries: Extract,
  gauge: Gauge,
): Promise<BundleJson> {
  let bundle: BundleJson | undefined;
  let top = "";
  const left = new Map<string, BundleFile>();
  for await (const entry of entries) {
    const { size } = entry.header;
    const name = nameOf(entry.header);
    if (bundle === undefined) {
      top = name.split("/")[0] ?? "";
      if (
        name !== `${top}/bundle.json` ||
        !/^[\w@.,+-]{1,255}$/.test(top) ||
        size > mostManifestBytes
      ) {
        throw new UsageError("it does not begin with a folder and its bundle.json");
      }
      bundle = decodeBundle(await allOf(entry));
      for (const file of bundle.files) left.set(`${top}/${file.name}`, file);
      requireFits(path, bundle);
      continue;
    }
    const file = left.get(name);
    if (file === undefined) throw new UsageError(`${JSON.stringify(name)} is not in bundle.json`);
    if (file.bodyBytes !== size) {
      throw new DecodeError(file.name, `expected ${file.bodyBytes} bytes, found ${size}`);
    }
    left.delete(name);
    gauge.allow(size);
    await writeEntry(entry, file, folder);
  }
  if (bundle === undefined) throw new UsageError("nothing is in it");
  const [missing] = left.values();
  if (missing !== undefined) throw new UsageError(`${missing.name} is missing: it is cut off`);
  return bundle;
}

function requireFits(path: string, { files }: BundleJson): void {
  const unpackedBytes = files.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
  const packedBytes = statSync(path).size;
  requireWithinLimits(path, { fileCount: files.length, unpackedBytes, packedBytes });
}

/** The name of an entry, of a sparse one that of its file. Throws UsageError for any but files. */
function nameOf({ type, name }: Header): string {
  if (type === "file") return name.replace(/\/GNUSparseFile\.0\//, "/");
  throw new UsageError(`${JSON.stringify(name)} is a ${type}: a bundle has only files`);
}

async function allOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of entry) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

async function writeEntry(
  entry: AsyncIterable<unknown>,
  file: BundleFile,
  folder: string,
): Promise<void> {
  const writer = new FileWriter(file, join(folder, file.name));
  try {
    for await (const piece of entry) writer.write(Buffer.from(piece as Uint8Array));
    writer.end();
  } finally {
    writer.close();
  }
}

/** Lets through what the entries have been said to have, and then no more. */
class Gauge extends Transform {
  #leftBytes = mostManifestBytes + slackBytes;

  allow(bodyBytes: number): void {
    this.#leftBytes += bodyBytes + 4096;
  }

  override _transform(bytes: Buffer, _encoding: string, done: TransformCallback): void {
    this.#leftBytes -= bytes.length;
    if (this.#leftBytes >= 0) done(null, bytes);
    else done(new UsageError("it becomes larger than its bundle.json says"));
  }
}

function asReadError(path: string, error: unknown): Error {
  const code = codeOf(error);
  if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) {
    return new CannotJudge(
      `cannot unpack ${path}: ${whyNotWritten(code)}. TMPDIR names another folder`,
      { cause: error },
    );
  }
  // Without its cause, whose words are those of the bundle.
  return new UsageError(`${path} is no bundle that can be read: ${printable(messageOf(error))}`);
}
