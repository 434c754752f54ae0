import { lstatSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../model/errors.js";
import { makeFolders } from "../../model/make-folders.js";
import { ifThere, readIfThere } from "../if-there.js";
import { writing } from "../store-error.js";
import { decodeProofs, type ProofsRecord } from "./proofs-record.js";

/** So deep may the files lie in a folder that is given. */
const deepest = 6;
/** Shards may come from elsewhere: a larger file is none of ours. */
const mostBytes = 64 * 2 ** 20;

/** A shard of prove, and where it stands. */
export interface StoredProofs {
  readonly path: string;
  readonly record: ProofsRecord;
}

/** Stores what a shard has come to, in place of what it came to before. Throws HarnessError. */
export function storeProofs(resultsFolder: string, record: ProofsRecord): string {
  const folder = join(resultsFolder, "prove");
  const { index, count } = record.shard;
  const path = join(folder, `proofs-${index}-of-${count}.json`);
  writing(path, () => {
    makeFolders(folder);
    writeFileSync(`${path}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
    renameSync(`${path}.new`, path);
  });
  return path;
}

/** Where shards of prove stand in these folders. Links are not followed. */
export function proofFilesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => search(folder, deepest));
}

/** Reads one. Throws UsageError for what is no ordinary file of ours, DecodeError for damage. */
export function readProofs(path: string): StoredProofs {
  const found = lstatSync(path);
  if (!found.isFile()) throw new UsageError(`refused: ${path}: it is a link, or no ordinary file`);
  if (found.size > mostBytes) {
    throw new UsageError(`refused: ${path}: it has more than ${mostBytes / 2 ** 20} MiB`);
  }
  return { path, record: decodeProofs(readIfThere(path) ?? Buffer.of(), path) };
}

function search(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  const entries = ifThere(folder, (at) => readdirSync(at, { withFileTypes: true })) ?? [];
  return entries
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return search(path, depth - 1);
      return /^proofs-\d+-of-\d+\.json$/.test(entry.name) ? [path] : [];
    });
}
