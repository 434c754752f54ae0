import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { prepareImage } from "../catalogue/base-image.js";
import { mergeRuns } from "../merge/merge-runs.js";
import { readShards } from "../merge/shard-run.js";
import type { ExploreRequest, GoldenSummary } from "../runner/workers/messages.js";
import { requestLimits } from "../runner/workers/request-limits.js";
import { WorkerHandle } from "../runner/workers/worker.js";
import { SessionCases } from "../session/cases/session-cases.js";
import { TimeBudget } from "../session/cases/time-budget.js";
import { explore, planExploration, type ExploreOptions } from "../session/explore.js";
import { slotBytes } from "../session/kv-medium.samples.js";
import { makeScenario, type Subject } from "../session/subject/subject.js";
import type { CaseRecord, RunJson } from "../store/records.js";
import { createRun, readRun } from "../store/run-folder.js";
import { allowedCpus } from "../target/sandbox.js";

// A hundred machines that share one exploration, on this one: the cases of each shard are really
// run, though by one worker after the other, and only the uninterrupted runs are shared.

const shards = suite<{ folder: string }>("many shards");
shards.before((context) => void (context.folder = mkdtempSync(join(tmpdir(), "shards-"))));
shards.after(({ folder }) => rmSync(folder, { recursive: true }));

const shardCount = 100;
const options: ExploreOptions = {
  ...{ models: ["kill", "torn"], points: "all", depth: 2, nested: "all", seed: "7f3a" },
};

/** What it has put is put again by a resume; what it adds is added twice. */
const script = `put() {
  printf '%s=%s' "$2" "$3" | dd bs=${slotBytes} status=none of="$0" seek="$1" conv=sync,notrunc
}
get() { dd bs=${slotBytes} status=none if="$0" skip="$1" count=1 | tr -d '\\0' | cut -d= -f2; }
put 0 alice 90
put 1 bob $(($(get 1) + 10))
put 2 carol 5`;

async function subjectIn(folder: string): Promise<Subject> {
  const disk = join(folder, "accounts.kv");
  const pairs = ["alice=100", "bob=20", "carol=0"].map((pair) => pair.padEnd(slotBytes, "\0"));
  writeFileSync(disk, pairs.join(""));
  const subject = await makeScenario({ disk, command: ["sh", "-c", script, "{disk}"] });
  return { ...subject, workerEntry: new URL("../session/kv-main.samples.js", import.meta.url) };
}

/** What a case has shown, without what differs from machine to machine. */
function shown({ index, id, verdict, findings, cuts }: CaseRecord): string {
  return JSON.stringify({ index, id, verdict, findings, cuts });
}

function inPlanOrder(cases: readonly CaseRecord[]): string[] {
  return [...cases].sort((one, other) => one.index - other.index).map(shown);
}

async function openWorker(subject: Subject, request: ExploreRequest) {
  const { scenario, target, workerEntry, replayWords } = subject;
  const worker = new WorkerHandle(allowedCpus()[0] ?? 0, requestLimits(scenario), workerEntry);
  const { path: imagePath } = await prepareImage(scenario, () => undefined);
  await worker.open({ scenario, target, imagePath, devices: [], explore: request, replayWords });
  const golden = await worker.record();
  if ("undecided" in golden) throw new Error(golden.undecided);
  return { worker, golden };
}

async function runShard(
  plan: ReturnType<typeof planExploration>,
  { worker, golden }: { readonly worker: WorkerHandle; readonly golden: GoldenSummary },
  run: RunJson,
): Promise<void> {
  const folder = createRun(plan.results, run, "20261128T000000Z");
  const cases = new SessionCases(plan, folder, new TimeBudget(Infinity, 0), () => undefined);
  cases.ready(golden);
  const following = [];
  for (let index = 0; ; index += 1) {
    const order = cases.orderAt(index, golden) ?? following.shift();
    if (order === undefined) break;
    const reply = await worker.runCase(order);
    assert.ok(reply);
    cases.done(reply, { ids: [] });
    following.push(...cases.follow(reply));
  }
  folder.writeEnd(cases.result(cases.endOf({ kind: "complete" })).stored);
  folder.close();
}

shards("a hundred shards are one whole run, case by case", async ({ folder }) => {
  const subject = await subjectIn(folder);
  const whole = await explore(subject, { ...options, results: join(folder, "whole") }).done;
  assert.is(whole.verdict, "violated");
  const { run } = readRun(whole.folder);

  const results = join(folder, "shards");
  const planOf = (index: number) =>
    planExploration(subject, { ...options, results, shard: { index, count: shardCount } });
  const request = planOf(1).orders.explore;
  assert.ok(request);
  const opened = await openWorker(subject, request);
  try {
    for (let index = 1; index <= shardCount; index += 1) {
      await runShard(planOf(index), opened, { ...run, shard: { index, count: shardCount } });
    }
  } finally {
    await opened.worker.close();
  }

  const merged = mergeRuns(readShards([results]), "refused", () => join(folder, "merged"));
  const stored = readRun(merged.path);
  assert.equal(inPlanOrder(stored.cases), inPlanOrder(whole.records));
  assert.equal(stored.cases.map(shown), inPlanOrder(whole.records));
  assert.ok(stored.cases.some(({ cuts }) => cuts.length === 2));
  const { verdict, why, planned, notNestedCount } = merged.end;
  assert.equal([verdict, why], [whole.stored.verdict, whole.stored.why]);
  assert.equal([planned, notNestedCount], [whole.totals.planned, whole.notNestedCount]);
});

shards.run();
