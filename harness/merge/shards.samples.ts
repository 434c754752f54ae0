import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeCase, encodeEnd } from "../store/codec.js";
import type { EndRecord } from "../store/end-record.js";
import type { CaseRecord, RunJson } from "../store/records.js";
import { caseRecord, end, golden, run } from "../store/stored.samples.js";

/** What of a made shard is not as usual. */
export interface ShardChange {
  readonly run?: Partial<RunJson>;
  readonly end?: Partial<EndRecord> | "none";
  readonly writeCount?: number;
}

const { noRoom, audit, ...whole } = end;
const usualEnd: EndRecord = { ...whole, why: { kind: "complete" }, keptCount: 0 };

/** A held case of a made shard. */
export function heldCase(index: number): CaseRecord {
  const { cuts, targetMs, checksMs, harnessMs, ...head } = caseRecord(index);
  const [id, verdict] = [`c1:resize:reference:7f3a:w${index + 1}@9c1e`, "held"] as const;
  const nothing = { findings: [], known: false } as const;
  const times = { targetMs, checksMs, harnessMs };
  return { ...head, ...times, id, cuts, verdict, class: "recovered", ...nothing };
}

/** Writes shard `index` of `count` with these cases, as a session leaves it. Returns its folder. */
export function writeShard(
  folder: string,
  index: number,
  count: number,
  cases: readonly CaseRecord[],
  change: ShardChange = {},
): string {
  const path = join(folder, `shard-${index}`, "resize", "20261120T123100Z-7f3a");
  mkdirSync(path, { recursive: true });
  const write = (name: string, value: unknown) =>
    writeFileSync(join(path, name), JSON.stringify(value));
  const plan = { ...golden.plan, placeCount: change.writeCount ?? 83 };
  write("run.json", { ...run, shard: { index, count }, ...change.run });
  write("golden.json", { ...golden, writeCount: change.writeCount ?? 83, plan });
  writeFileSync(join(path, "cases.jsonl"), cases.map((each) => `${encodeCase(each)}\n`).join(""));
  if (change.end !== "none") {
    write("end.json", encodeEnd({ ...usualEnd, verdict: verdictOf(cases), ...change.end }));
  }
  return path;
}

function verdictOf(cases: readonly CaseRecord[]): EndRecord["verdict"] {
  return cases.some(({ verdict }) => verdict === "violated") ? "violated" : "held";
}
