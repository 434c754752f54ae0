import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import type { SitesFound } from "../model/sites/call-site.js";
import { encodeEnd } from "../store/codec.js";
import type { EndRecord } from "../store/end-record.js";
import type { GoldenRecord } from "../store/golden-record.js";
import type { RunJson } from "../store/records.js";
import { encodeSites } from "../store/changes/sites-record.js";
import { writing } from "../store/store-error.js";
import type { StoredCase } from "./shard-run.js";

/** So many lines are written at once. */
const linesAtOnce = 1000;
const newline = Buffer.from("\n");

/** What there is before the end. */
interface Merged {
  readonly run: RunJson;
  readonly golden: GoldenRecord | undefined;
  readonly sites: SitesFound | undefined;
  readonly cases: readonly StoredCase[];
}

/**
 * Writes a run's folder that is there whole or not at all. `endIn` adds what else is to be in the
 * unfinished folder, and gives the end. Throws UsageError where something is in the way, and
 * HarnessError or CannotJudge where it can't be written.
 */
export function writeMerged(
  path: string,
  merged: Merged,
  endIn: (unfinished: string) => EndRecord,
): EndRecord {
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new UsageError(`${path} is there already, and is not empty: name another --output`);
  }
  const unfinished = `${path}.new-${process.pid}`;
  return writing(path, () => {
    makeFolders(dirname(path));
    mkdirSync(unfinished);
    try {
      const end = fill(unfinished, merged, endIn);
      renameSync(unfinished, path);
      return end;
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      throw error;
    }
  });
}

function fill(
  folder: string,
  { run, golden, sites, cases }: Merged,
  endIn: (unfinished: string) => EndRecord,
): EndRecord {
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
  write("run.json", run);
  if (golden !== undefined) write("golden.json", golden);
  if (sites !== undefined) write("sites.json", encodeSites(sites));
  const casesPath = join(folder, "cases.jsonl");
  writeFileSync(casesPath, "");
  for (let at = 0; at < cases.length; at += linesAtOnce) {
    const lines = cases.slice(at, at + linesAtOnce).flatMap(({ line }) => [line, newline]);
    appendFileSync(casesPath, Buffer.concat(lines));
  }
  const end = endIn(folder);
  write("end.json", encodeEnd(end));
  return end;
}
