import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openFileSource } from "../layout/byte-source.js";
import { readFailure } from "../store/failures/read-failure.js";
import { parseCaseId } from "../model/case-id.js";
import { DecodeError, UsageError } from "../model/errors.js";
import { printable } from "../report/printable.js";
import type { FailureCase } from "../store/failures/failure-case.js";
import { unpackArchive } from "./archive/unpack.js";
import { applyBasePages } from "./base-pages.js";
import type { BundleJson } from "./bundle-json.js";
import { decodeDelta } from "./delta.js";

/** A bundle that was unpacked into a folder of its own. */
export interface OpenBundle {
  /** The archive. */
  readonly path: string;
  readonly folder: string;
  readonly json: BundleJson;
  readonly failure: FailureCase;
}

/**
 * Unpacks a bundle that can be made or run again into an empty folder. Throws as unpackArchive, and
 * UsageError for a public bundle, or one whose files do not go together.
 */
export async function openBundle(
  path: string,
  folder: string,
  signal: AbortSignal,
): Promise<OpenBundle> {
  const json = await unpackArchive(path, folder, signal);
  if (json.kind === "public") {
    throw new UsageError(
      `${path} is a public bundle: what its case could be made of again is left out. Ask who ` +
        "made it for one without --public",
    );
  }
  const failure = refusing(path, () => readFailure(folder));
  parseCaseId(json.id);
  if (failure.record.id !== json.id || failure.imageDigest !== json.base.digest) {
    throw new UsageError(`${path}: case.json is of another case than bundle.json`);
  }
  return { path, folder, json, failure };
}

/**
 * Makes the image that the case was run on of the crash image, which is gone then; undefined where
 * it is not in the bundle. `name` is that of its file.
 */
export function restoreBase(bundle: OpenBundle, name: string): string | undefined {
  const { folder, json } = bundle;
  if (json.base.origin !== "in the bundle") return undefined;
  const image = join(folder, json.image?.name ?? "");
  const pages = join(folder, "base.pages");
  if (json.image === undefined || !existsSync(image) || !existsSync(pages)) {
    throw new UsageError(`${bundle.path}: expected a crash image and base.pages in it`);
  }
  const path = join(folder, name);
  refusing(bundle.path, () => {
    applyBasePages(image, readFileSync(pages), json.base.sizeBytes);
  });
  renameSync(image, path);
  return path;
}

/** Writes the traces of a bundle as a failure's folder has them. Throws UsageError for damage. */
export function restoreTraces({ path, folder, failure }: OpenBundle, imagePath: string): void {
  const image = openFileSource(imagePath);
  try {
    for (const digest of new Set(failure.traces)) {
      const delta = join(folder, `${digest}.delta`);
      if (!existsSync(delta)) throw new UsageError(`${path}: trace ${digest} is not in it`);
      const trace = refusing(path, () => decodeDelta(readFileSync(delta), image));
      writeFileSync(join(folder, `${digest}.gz`), gzipSync(trace, { level: 1 }));
    }
  } finally {
    image.close();
  }
}

/** What can't be decoded is the fault of the bundle. */
function refusing<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new UsageError(`${path} is damaged: ${printable(cause.message)}`);
  }
}
