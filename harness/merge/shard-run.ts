import { join } from "node:path";
import { formatCaseId, parseCaseId } from "../model/case-id.js";
import { UsageError } from "../model/errors.js";
import type { Shard } from "../model/shard.js";
import type { SitesFound } from "../model/sites/call-site.js";
import { decodeEnd, decodeGolden, decodeRun } from "../store/codec.js";
import type { EndRecord } from "../store/end-record.js";
import type { GoldenRecord } from "../store/golden-record.js";
import { readIfThere } from "../store/if-there.js";
import { readCases } from "../store/read-cases.js";
import { runFoldersIn } from "../store/read-runs.js";
import type { CaseRecord, RunJson } from "../store/records.js";
import { decodeSites } from "../store/changes/sites-record.js";
import { requirePlainFolder } from "./plain-folder.js";

/** A case as it was stored. */
export interface StoredCase {
  readonly id: string;
  readonly index: number;
  readonly verdict: CaseRecord["verdict"];
  readonly known: boolean;
  /** Its line of cases.jsonl, without the end. */
  readonly line: Uint8Array;
}

/** One shard, read from its folder. */
export interface ShardRun {
  readonly path: string;
  readonly run: RunJson;
  readonly shard: Shard;
  readonly golden?: GoldenRecord;
  /** Absent where it was killed, or is still under way. */
  readonly end?: EndRecord;
  /** Absent where nobody has looked where in the source changes are made. */
  readonly sites?: SitesFound;
  readonly cases: readonly StoredCase[];
  readonly notices: readonly string[];
}

/**
 * Reads the shards in these folders, each one a run's folder or one with such inside. They may come
 * from elsewhere: nothing outside of them is read, and no links are followed. Throws UsageError for
 * what is no shard, and DecodeError for damage.
 */
export function readShards(paths: readonly string[]): ShardRun[] {
  return withoutCopies(runFoldersIn(paths)).map(readShard);
}

/** An artifact may hold `latest` as a copy of the run that it was a link to. */
function withoutCopies(folders: readonly string[]): string[] {
  const seen = new Map<string, string[]>();
  return folders.filter((folder) => {
    requirePlainFolder(folder);
    const run = readIfThere(join(folder, "run.json"))?.toString("latin1") ?? "";
    const same = seen.get(run) ?? [];
    if (same.some((other) => hasSameCases(folder, other))) return false;
    seen.set(run, [...same, folder]);
    return true;
  });
}

function hasSameCases(folder: string, other: string): boolean {
  const [mine, theirs] = [folder, other].map((each) => readIfThere(join(each, "cases.jsonl")));
  return mine !== undefined && theirs !== undefined && mine.equals(theirs);
}

function readShard(path: string): ShardRun {
  const at = (name: string) => join(path, name);
  const run = decodeRun(readIfThere(at("run.json")) ?? Buffer.of(), at("run.json"));
  requireNames(run, path);
  const { shard } = run;
  if (shard === undefined) {
    throw new UsageError(
      `${path} is no shard: it was run without --shard. ` +
        "What was run whole needs no merge: report and compare take many runs",
    );
  }
  const goldenBytes = readIfThere(at("golden.json"));
  const golden = goldenBytes && decodeGolden(goldenBytes, at("golden.json"));
  const endBytes = readIfThere(at("end.json"));
  const end = endBytes && decodeEnd(endBytes, at("end.json"));
  const sitesBytes = readIfThere(at("sites.json"));
  const sites = sitesBytes && decodeSites(sitesBytes);
  const cases: StoredCase[] = [];
  const notices = readCases(at("cases.jsonl"), (record, line) => {
    const { id, index, verdict, known } = record;
    cases.push({ id, index, verdict, known, line });
  });
  return {
    ...{ path, run, shard, cases, notices: notices.map((each) => `${path}: ${each}`) },
    ...(golden && { golden }),
    ...(end && { end }),
    ...(sites && { sites }),
  };
}

/** They become names of folders. Throws UsageError. */
function requireNames({ scenario, target, seed, fingerprint, startedAt }: RunJson, path: string) {
  parseCaseId(formatCaseId({ scenario, target, seed, fingerprint, cuts: [] }));
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(startedAt)) return;
  throw new UsageError(`${path}: startedAt: expected a time in UTC, found "${startedAt}"`);
}
