import { UsageError } from "../../model/errors.js";
import { shardText } from "../../model/shard.js";
import type { StoredProofs } from "../../store/proofs/proofs-file.js";
import type { ProofsRecord } from "../../store/proofs/proofs-record.js";

/** What the shards of one prove have come to. */
export interface JoinedProofs {
  /** As a shard of all targets, in their order. */
  readonly whole: ProofsRecord;
  /** Targets that are nobody's: their shards are not there. */
  readonly missing: readonly string[];
}

/**
 * Puts the shards of one prove together. Throws UsageError where they are not of one, and where a
 * target stands in two of them.
 */
export function joinProofs(shards: readonly StoredProofs[]): JoinedProofs {
  const [first, ...others] = shards;
  if (first === undefined) throw new UsageError("there is no shard to merge");
  for (const other of others) requireAlike(first, other);
  const owners = ownersOf(shards);
  const { targets } = first.record;
  const inOrder = <T extends { readonly name: string }>(all: readonly T[]) =>
    all.toSorted((one, other) => targets.indexOf(one.name) - targets.indexOf(other.name));
  const records = shards.map(({ record }) => record);
  const common = {
    ...{ version: first.record.version, setting: first.record.setting, targets },
    shard: { index: 1, count: 1 },
    leftOut: records.flatMap(({ leftOut }) => leftOut),
    elapsedMs: Math.max(...records.map(({ elapsedMs }) => elapsedMs)),
  };
  const proofs = records.flatMap((each) => (each.kind === "known-bad" ? each.proofs : []));
  const holdings = records.flatMap((each) => (each.kind === "correct" ? each.holdings : []));
  return {
    whole:
      first.record.kind === "known-bad"
        ? { ...common, kind: "known-bad", proofs: inOrder(proofs) }
        : { ...common, kind: "correct", holdings: inOrder(holdings) },
    missing: targets.filter((name) => !owners.has(name)),
  };
}

function requireAlike(first: StoredProofs, other: StoredProofs): void {
  const [wanted, found] = [settingOf(first.record), settingOf(other.record)];
  for (const name of Object.keys({ ...wanted, ...found })) {
    if (wanted[name] === found[name]) continue;
    throw new UsageError(
      `not shards of one prove: ${name}: expected ${wanted[name] ?? "none"} as in ${first.path}, ` +
        `found ${found[name] ?? "none"} in ${other.path}`,
    );
  }
}

function settingOf({ kind, shard, setting, targets }: ProofsRecord): Record<string, string> {
  return {
    ...{ targets: kind, "the number of shards": String(shard.count) },
    ...{ ...setting, "the names of the targets": targets.join(", ") },
  };
}

/** Which shard has which target. */
function ownersOf(shards: readonly StoredProofs[]): ReadonlyMap<string, StoredProofs> {
  const owners = new Map<string, StoredProofs>();
  for (const each of shards) {
    const { record, path } = each;
    const of = record.kind === "known-bad" ? record.proofs : record.holdings;
    for (const name of [...of.map((one) => one.name), ...record.leftOut]) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new UsageError(
          `${name} is in ${shardText(owner.record.shard)} (${owner.path}) and in ` +
            `${shardText(record.shard)} (${path}): expected each target once`,
        );
      }
      if (!record.targets.includes(name)) {
        throw new UsageError(`${path}: ${name}: expected one of its targets`);
      }
      owners.set(name, each);
    }
  }
  return owners;
}
