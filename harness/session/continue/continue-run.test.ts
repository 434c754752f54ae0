import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import type { CaseRecord } from "../../store/records.js";
import { readRun } from "../../store/run-folder.js";
import { explore, type ExploreOptions } from "../explore.js";
import { slotBytes } from "../kv-medium.samples.js";
import type { CasesRun, RunResult } from "../run/run-events.js";
import { soak } from "../soak.js";
import { makeScenario, type Subject } from "../subject/subject.js";
import { continueRun, earlierSittings } from "./continue-run.js";

interface Context {
  readonly folder: string;
  readonly subject: Subject;
  readonly whole: RunResult;
}

const test = suite<Context>("continue a run");

const options: ExploreOptions = {
  ...{ models: ["kill", "torn"], points: "all", seed: "7f", jobs: 2 },
};

test.before(async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "continue-"));
  const disk = join(folder, "disk.kv");
  const pairs = ["alice=100", "bob=20"].map((pair) => pair.padEnd(slotBytes, "\0"));
  writeFileSync(disk, pairs.join(""));
  const put = `dd bs=${slotBytes} status=none of="$0" conv=sync,notrunc`;
  // Not to be done twice: a torn write of the first leaves a number that the second run takes.
  const script = `printf alice=90 | ${put} seek=0; printf bob=30 | ${put} seek=1`;
  const made = await makeScenario({ disk, command: ["sh", "-c", script, "{disk}"] });
  const workerEntry = new URL("../kv-main.samples.js", import.meta.url);
  const subject = { ...made, workerEntry };
  const whole = await explore(subject, { ...options, results: join(folder, "whole") }).done;
  Object.assign(context, { folder, subject, whole });
});
test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** Stops a run when it has told so many cases. */
async function stopAfter(run: CasesRun, count: number): Promise<string> {
  let left = count;
  for await (const event of run.events) {
    if (event.kind === "case" && --left === 0) run.stop();
  }
  const { end, folder } = await run.done;
  assert.is(end.kind, "stopped");
  return folder;
}

function told(cases: readonly CaseRecord[]): string[] {
  return cases.map(({ index, id, verdict }) => `${index} ${id} ${verdict}`).sort();
}

test("an exploration that was stopped twice, as by a kill, is the one that was not", async ({
  folder,
  subject,
  whole,
}) => {
  const path = await stopAfter(explore(subject, { ...options, results: join(folder, "cut") }), 1);
  const go = () => continueRun(subject, earlierSittings(path), { jobs: 2 });
  await stopAfter(go(), 1);
  // What a harness leaves that is killed while it writes.
  rmSync(join(path, "end.json"));
  appendFileSync(join(path, "cases.jsonl"), '{"version":');
  const result = await go().done;
  assert.is(result.folder, path);
  assert.is(result.end.kind, "complete");
  assert.equal(
    result.records.map(({ id, verdict }) => `${id} ${verdict}`).sort(),
    whole.records.map(({ id, verdict }) => `${id} ${verdict}`).sort(),
  );
  const stored = readRun(path);
  assert.equal(told(stored.cases), told(result.records));
  assert.equal([stored.notices, stored.end?.why], [[], { kind: "complete" }]);
  const { elapsedMs: _, ...totals } = result.totals;
  const { elapsedMs: _whole, ...wholeTotals } = whole.totals;
  assert.equal({ ...totals, kept: 0 }, { ...wholeTotals, kept: 0 });
  assert.is(result.failures.length, whole.failures.length);
});

test("crashes in resumes, and a shard: neither is another one for having been stopped", async ({
  folder,
  subject,
}) => {
  const parts = { depth: { depth: 2 }, shard: { shard: { index: 1, count: 2 } } } as const;
  for (const [name, more] of Object.entries(parts)) {
    const asked = { ...options, ...more };
    const at = (kind: string) => ({ ...asked, results: join(folder, `${kind}-${name}`) });
    const whole = await explore(subject, at("whole")).done;
    const path = await stopAfter(explore(subject, at("cut")), 1);
    const result = await continueRun(subject, earlierSittings(path), { jobs: 1 }).done;
    assert.ok(whole.records.length > 1, name);
    assert.equal(told(result.records), told(whole.records), name);
    assert.equal(readRun(path).run.shard, more === parts.shard ? more.shard : undefined);
  }
});

test("a soak goes on with the draws that it would have had, to a number given anew", async ({
  folder,
  subject,
}) => {
  const seeded = { seed: "5", jobs: 1, aim: "writes" } as const;
  const run = (name: string, cases: number) =>
    soak(subject, { ...seeded, budget: { cases }, results: join(folder, name) });
  const whole = await run("soak-whole", 6).done;
  const path = await stopAfter(run("soak-cut", 4), 2);
  const result = await continueRun(subject, earlierSittings(path), { budget: { cases: 6 } }).done;
  assert.equal(told(result.records), told(whole.records));
});

test("what is not the same any more is refused, and said", async ({ subject, whole }) => {
  const refused = async (other: Subject): Promise<string> => {
    try {
      await continueRun(other, earlierSittings(whole.folder), {}).done;
      return "";
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  };
  const target = { ...subject.target, env: { WORD: "another" } };
  assert.match(await refused({ ...subject, target }), /its variables .* was .* is .*another/s);
  const scenario = { ...subject.scenario, fingerprint: "beef" };
  assert.match(await refused({ ...subject, scenario }), /its fingerprint .* was .* is beef now/);
  assert.is(readRun(whole.folder).end?.why.kind, "complete");
});

test.run();
