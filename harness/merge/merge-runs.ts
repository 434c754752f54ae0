import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../model/errors.js";
import { storeChangeMap } from "../store/changes/change-map-file.js";
import { evidenceLimitBytes, isKept } from "../store/failures/failure-folder.js";
import type { EndRecord } from "../store/end-record.js";
import type { GoldenRecord } from "../store/golden-record.js";
import { readChangeMap } from "../store/changes/read-change-map.js";
import type { RunJson } from "../store/records.js";
import { Room } from "../store/room.js";
import { copyEvidence } from "./copy-evidence.js";
import { joinEnds } from "./join-ends.js";
import { joinSites } from "./join-sites.js";
import { otherPlans, otherTools, requireSameRun } from "./same-run.js";
import type { ShardRun, StoredCase } from "./shard-run.js";
import { writeMerged } from "./write-merged.js";

/** What is to become of shards that are not there, or have not ended. */
export type Missing = "refused" | "allowed";

/** The whole run. */
export interface MergedRun {
  readonly path: string;
  readonly run: RunJson;
  readonly end: EndRecord;
  readonly cases: readonly Pick<StoredCase, "verdict" | "known">[];
  /** What the reader should know of the shards. */
  readonly notices: readonly string[];
}

/**
 * Puts the shards of one run together to the whole run: their cases in the order of the plan, all
 * their evidence, one end. It is written to `placeOf` that run. Throws UsageError where they are
 * not of one run, where one is there twice, and where one is missing and that is not allowed.
 */
export function mergeRuns(
  shards: readonly ShardRun[],
  missing: Missing,
  placeOf: (run: RunJson) => string,
): MergedRun {
  requireSameRun(shards);
  const open = [...missingIn(shards), ...notEndedIn(shards), ...otherPlans(shards)];
  if (open.length > 0 && missing === "refused") {
    throw new UsageError(`${open.join("; ")}. --partial merges the others, and is undecided`);
  }
  if (shards.every(({ cases }) => cases.length === 0)) open.push("no case was run");
  const notices = [...shards.flatMap((each) => each.notices), ...otherTools(shards)];
  const run = wholeRun(shards);
  const cases = shards.flatMap((each) => each.cases).sort((a, b) => a.index - b.index);
  const path = placeOf(run);
  const judged = shards.find(({ golden }) => golden !== undefined);
  const golden = judged?.golden && withNotices(judged.golden, notices);
  const map = judged && readChangeMap(judged.path);
  const merged = { run, golden, sites: joinSites(shards), cases };
  const end = writeMerged(path, merged, (unfinished) => {
    if (map !== undefined) storeChangeMap(unfinished, map);
    return joinEnds(shards, open, keepAll(shards, unfinished, cases));
  });
  return { path, run, end, cases, notices };
}

function missingIn(shards: readonly ShardRun[]): string[] {
  const count = shards[0]?.shard.count ?? 0;
  const found = new Set(shards.map(({ shard }) => shard.index));
  const missing = Array.from({ length: count }, (_, place) => place + 1).filter(
    (index) => !found.has(index),
  );
  if (missing.length === 0) return [];
  const named = missing.slice(0, 20).join(", ") + (missing.length > 20 ? ", ..." : "");
  return [`${missing.length} of ${count} shards are missing: ${named}`];
}

function notEndedIn(shards: readonly ShardRun[]): string[] {
  const open = shards.filter(({ end }) => end === undefined);
  return open.map(
    ({ shard, path }) =>
      `shard ${shard.index}/${shard.count} has not ended: ${path} has no end.json: ` +
      "it is still under way, or was killed",
  );
}

function wholeRun(shards: readonly ShardRun[]): RunJson {
  const runs = shards.map(({ run }) => run).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const [first] = runs;
  if (first === undefined) throw new UsageError("there is no shard to merge");
  const { shard, ...whole } = first;
  const found = shards.map((each) => each.shard.index).sort((a, b) => a - b);
  return { ...whole, merged: { count: shard?.count ?? found.length, found } };
}

function withNotices(golden: GoldenRecord, notices: readonly string[]): GoldenRecord {
  return { ...golden, notices: [...golden.notices, ...notices] };
}

function keepAll(shards: readonly ShardRun[], runPath: string, cases: readonly StoredCase[]) {
  const room = new Room(evidenceLimitBytes);
  const areAllThere = shards.map(({ path }) => copyEvidence(path, runPath, room)).every(Boolean);
  const violated = cases.filter(({ verdict }) => verdict === "violated");
  const keptCount = existsSync(join(runPath, "failures"))
    ? violated.filter(({ id }) => isKept(runPath, id)).length
    : 0;
  if (areAllThere) return { keptCount };
  return { keptCount, noRoom: `a run keeps at most ${evidenceLimitBytes / 2 ** 20} MiB` };
}
