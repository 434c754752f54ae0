import { UsageError } from "../model/errors.js";
import { shardText } from "../model/shard.js";
import type { RunJson } from "../store/records.js";
import type { ShardRun } from "./shard-run.js";

/** Options that decide how fast a run goes, and not what its cases are. */
const indifferent = ["jobs"];

/**
 * Throws UsageError where these are not shards of one run: another command, scenario, target,
 * program, image, seed or option; where one is there twice, or two have the same case.
 */
export function requireSameRun(shards: readonly ShardRun[]): void {
  const [first, ...others] = shards;
  if (first === undefined) throw new UsageError("there is no shard to merge");
  for (const other of others) requireAlike(first, other);
  const seen = new Map<number, ShardRun>();
  for (const each of shards) {
    const same = seen.get(each.shard.index);
    if (same !== undefined) {
      throw new UsageError(
        `${shardText(each.shard)} is there twice: ${same.path} and ${each.path}. ` +
          "Leave one of them out: merge takes the folders of single runs, too",
      );
    }
    seen.set(each.shard.index, each);
  }
  requireDisjoint(shards);
}

/** What of the uninterrupted runs is not alike, in words; empty where the plans are one plan. */
export function otherPlans(shards: readonly ShardRun[]): string[] {
  const judged = shards.filter(({ golden }) => golden !== undefined);
  const [first] = judged;
  if (first === undefined) return [];
  const planOf = ({ golden }: ShardRun) => JSON.stringify(golden?.plan);
  const writesOf = ({ golden }: ShardRun) => golden?.writeCount ?? 0;
  return judged
    .filter((each) => planOf(each) !== planOf(first))
    .map(
      (each) =>
        `${shardText(each.shard)} has planned other crash points than ${shardText(first.shard)}: ` +
        `its uninterrupted runs made ${writesOf(each)} writes, expected ${writesOf(first)} as ` +
        "there. A target that writes otherwise each time can't be shared among shards",
    );
}

/** Tools of other versions, which may judge otherwise: a notice for each. */
export function otherTools(shards: readonly ShardRun[]): string[] {
  const [first, ...others] = shards;
  if (first === undefined) return [];
  const { tools } = first.run;
  return others.flatMap(({ run, shard }) =>
    Object.entries(run.tools)
      .filter(([tool, version]) => tools[tool] !== version)
      .map(
        ([tool, version]) =>
          `${shardText(shard)} has ${tool} ${version}, ` +
          `${shardText(first.shard)} ${tools[tool] ?? "none"}`,
      ),
  );
}

function requireAlike(first: ShardRun, other: ShardRun): void {
  const [wanted, found] = [settingOf(first.run), settingOf(other.run)];
  for (const name of Object.keys({ ...wanted, ...found })) {
    if (wanted[name] === found[name]) continue;
    throw new UsageError(
      `not shards of one run: ${name}: expected ${wanted[name] ?? "none"} as in ${first.path}, ` +
        `found ${found[name] ?? "none"} in ${other.path}`,
    );
  }
}

function settingOf(run: RunJson): Readonly<Record<string, string>> {
  const { command, scenario, fingerprint, target, seed, imageSha256, program, options } = run;
  const chosen = Object.entries(options).filter(([name]) => !indifferent.includes(name));
  return {
    ...{ command, scenario, target, seed, "the scenario's fingerprint": fingerprint },
    "the disk image": imageSha256,
    "the target's program": program.sha256 ?? program.path,
    "the target's steps": run.steps.join(", "),
    "the number of shards": String(run.shard?.count),
    ...Object.fromEntries(chosen.map(([name, value]) => [`option ${name}`, String(value)])),
  };
}

function requireDisjoint(shards: readonly ShardRun[]): void {
  const owners = new Map<number, ShardRun>();
  for (const shard of shards) {
    for (const { index, id } of shard.cases) {
      const owner = owners.get(index);
      if (owner !== undefined) {
        throw new UsageError(
          `case ${index} (${id}) is in ${shard.path}, and a case ${index} is in ${owner.path}: ` +
            "expected each case once",
        );
      }
      owners.set(index, shard);
    }
  }
}
