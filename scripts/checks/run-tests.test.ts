import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, inParallel, runGroup } from "./processes.js";
import { longestFirst } from "./test-seconds.js";
import { judgeTestFile, parseSummaries, suitesNeverRun } from "./test-verdict.js";

const good = `import { test } from "uvu";\ntest("one", () => {});\ntest.run();\n`;

function ended(output: string, change: Partial<Ended> = {}): Ended {
  return { exitCode: 0, signal: null, timedOut: false, seconds: 1, output, ...change };
}

function summary(total: number, passed: number, skipped: number): string {
  const lines = [`Total:     ${total}`, `Passed:    ${passed}`, `Skipped:   ${skipped}`];
  return `\n${lines.map((line) => `  ${line}\n`).join("")}  Duration:  1.00ms\n\n`;
}

const judging = suite("judging a test file");

judging("reads uvu's numbers through its colours", () => {
  const coloured = "\n  Total:     3\u001b[31m\n  Passed:    2\u001b[39m\n  Skipped:   1\n";
  assert.equal(parseSummaries(coloured), [{ total: 3, passed: 2, skipped: 1 }]);
  assert.equal(parseSummaries("Total: 3"), []);
});

judging("takes a file whose tests all passed", () => {
  const verdict = judgeTestFile(good, ended(summary(4, 4, 0)));
  assert.equal(verdict, { passed: 4, failed: 0, skipped: 0, total: 4, problems: [], notRun: [] });
});

judging("finds suites that are never run", () => {
  assert.equal(suitesNeverRun(good), []);
  assert.equal(suitesNeverRun(good.replace("test.run", "// test.run")), ["test"]);
  assert.equal(suitesNeverRun("export {};"), ["test"]);
  const two = `import { suite } from "uvu";\nconst a = suite("a");\nconst b = suite<X>("b");\n`;
  assert.equal(suitesNeverRun(`${two}a.run();\n`), ["b"]);
  assert.equal(suitesNeverRun(`${two}a.run();\nb.run();\n`), []);
  assert.equal(judgeTestFile(`${two}a.run();\n`, ended(summary(1, 1, 0))).failed, 1);
});

judging("refuses an exit code of 0 without a summary, or with two", () => {
  assert.is(judgeTestFile(good, ended("")).failed, 1);
  assert.is(judgeTestFile(good, ended(summary(1, 1, 0).repeat(2))).failed, 1);
});

judging("refuses a file without tests, and one that fails after its summary", () => {
  assert.equal(judgeTestFile(good, ended(summary(0, 0, 0))).problems, ["it has no tests"]);
  const late = judgeTestFile(good, ended(summary(2, 2, 0), { exitCode: 7 }));
  assert.equal(late.problems, ["exit 7"]);
  assert.equal([late.passed, late.failed], [2, 1]);
  const killed = judgeTestFile(good, ended("", { exitCode: null, timedOut: true }));
  assert.match(killed.problems.join(), "killed after 1 s");
});

judging("counts the tests that did not pass, whatever the exit code", () => {
  const verdict = judgeTestFile(good, ended(summary(5, 3, 0)));
  assert.equal([verdict.passed, verdict.failed], [3, 2]);
});

judging("lets a test be skipped only with a reason", () => {
  assert.is(judgeTestFile(good, ended(summary(1, 1, 2))).failed, 2);
  const oneReason = judgeTestFile(good, ended(`not run: fsck: no\n${summary(1, 1, 2)}`));
  assert.is(oneReason.failed, 1);
  const reasons = "not run: fsck: not installed\nnot run: mount: not root\n";
  const verdict = judgeTestFile(good, ended(`${reasons}${summary(1, 1, 2)}`));
  assert.equal([verdict.failed, verdict.skipped, verdict.notRun.length], [0, 2, 2]);
  assert.is(judgeTestFile(good, ended(`${reasons}${summary(0, 0, 2)}`)).failed, 0);
});

judging(
  "counts a test that finds out on its way that it can't be run as skipped, not passed",
  () => {
    const verdict = judgeTestFile(good, ended(`not run: mount: not root\n${summary(3, 3, 0)}`));
    assert.equal([verdict.passed, verdict.failed, verdict.skipped], [2, 0, 1]);
  },
);

// Below the checkout, so that the files find uvu.
mkdirSync(".cache", { recursive: true });
const folder = mkdtempSync(resolve(".cache/run-tests-"));
const running = suite("running a test file");
running.after(() => rmSync(folder, { recursive: true }));

async function runSource(source: string, timeoutMs = 20_000) {
  const path = join(mkdtempSync(join(folder, "case-")), "case.test.mjs");
  writeFileSync(path, source);
  const run = await runGroup([process.execPath, path], timeoutMs);
  return { run, verdict: judgeTestFile(source, run) };
}

running("a good file", async () => {
  const { verdict } = await runSource(good);
  assert.equal([verdict.passed, verdict.failed], [1, 0]);
});

running("a hook that throws, which uvu swallows", async () => {
  const hook = "test.before(() => { throw new Error('hook'); });\ntest.run();";
  const { run, verdict } = await runSource(good.replace("test.run();", hook));
  assert.is(run.exitCode, 0);
  assert.equal([verdict.passed, verdict.failed], [0, 1]);
});

running("a file that leaves before its summary", async () => {
  const { run, verdict } = await runSource(good.replace("() => {}", "() => process.exit(0)"));
  assert.not.equal(verdict.problems, []);
  assert.not.match(run.output, "Total:");
});

running("a file that hangs, with a child: the whole group is killed", async () => {
  const hang =
    `import { spawn } from "node:child_process";\n` +
    `console.log("child " + spawn("sleep", ["60"], { stdio: "inherit" }).pid);\n`;
  const body = "() => new Promise((done) => setTimeout(done, 60_000))";
  const { run, verdict } = await runSource(hang + good.replace("() => {}", body), 2000);
  assert.ok(run.timedOut && run.seconds < 20);
  assert.match(verdict.problems.join(), "the time limit");
  const child = Number(/child (\d+)/.exec(run.output)?.[1]);
  assert.ok(await hasEnded(child));
});

/** True when the process is gone, or a zombie that nobody has collected yet. */
async function hasEnded(pid: number): Promise<boolean> {
  for (let round = 0; round < 50; round += 1) {
    const stat = `/proc/${pid}/stat`;
    if (!existsSync(stat) || / Z /.test(readFileSync(stat, "utf8"))) return true;
    await sleep(100);
  }
  return false;
}

running("jobs keep their order, and no more run at once than asked for", async () => {
  let now = 0;
  let most = 0;
  const job = (value: number) => async () => {
    most = Math.max(most, (now += 1));
    await sleep(10 - value);
    now -= 1;
    return value;
  };
  assert.equal(await inParallel([1, 2, 3, 4, 5].map(job), 2), [1, 2, 3, 4, 5]);
  assert.is(most, 2);
});

running("new files come first, then those that took longest", () => {
  const seconds = { b: 1, d: 30, c: 2 };
  assert.equal(longestFirst(["a", "b", "c", "d", "e"], seconds), ["a", "e", "d", "c", "b"]);
});

judging.run();
running.run();
