import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCodes } from "../../harness/model/errors.js";
import { readRun } from "../../harness/store/run-folder.js";
import { runTool } from "../../harness/target/tool.js";
import { githubPipeline, pipelinesIn, type Job } from "./pipelines.samples.js";

// The shell of the files here, as their systems run it: with a crashpoint that only notes what it
// is told, and once with the real one.

const pipelines = suite<{ folder: string }>("pipelines");
pipelines.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-ci-"));
});
pipelines.after.each(({ folder }) => rmSync(folder, { recursive: true }));

/** Puts a program of this name on the PATH of what `runJob` runs there. */
function putCrashpoint(folder: string, script: string): void {
  const path = join(folder, "crashpoint");
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Returns how its first failing step has ended, or 0, and all that was said. */
async function runJob(folder: string, { steps, env }: Job) {
  let code = 0;
  let said = "";
  for (const { command, always } of steps) {
    if (code !== 0 && !always) continue;
    const PATH = `${folder}:${process.env["PATH"] ?? ""}`;
    const ended = await runTool(command, { cwd: folder, env: { ...env, PATH } });
    if (code === 0) code = ended.exitCode ?? -1;
    said += ended.stdout + ended.stderr;
  }
  return { code, said };
}

/** It notes its words, and the seed, and ends as the test says. */
const noting = 'echo "$CHAOS_SEED|$*" >> "$NOTES"; [ "$1" = report ] || exit "$CODE"';

/** Runs a job with a crashpoint that ends with this code. Returns what that was told, too. */
async function noted(folder: string, job: Job, code: number) {
  const notes = join(folder, "notes");
  rmSync(notes, { force: true });
  putCrashpoint(folder, noting);
  const env = { CHAOS_SEED: "", ...job.env, NOTES: notes, CODE: String(code) };
  const ended = await runJob(folder, { ...job, env });
  return { ...ended, told: readFileSync(notes, "utf8").trim().split("\n") };
}

for (const { name } of pipelinesIn("")) {
  pipelines(
    `${name}: its shards are all parts of one run, and the merge takes them`,
    async (at) => {
      const { folder } = at;
      const [found] = pipelinesIn(folder).filter((each) => each.name === name);
      assert.ok(found);
      const { shardCount, shard, merge } = found;
      assert.ok(shardCount > 1);
      const seeds = new Set<string>();
      const places = new Set<string>();
      for (let index = 1; index <= shardCount; index += 1) {
        const { code, told } = await noted(folder, shard(index), 0);
        const line = / --shard (\S+) --results (\S+)$/.exec(told.join("\n"));
        assert.is(code, 0);
        assert.is(told.length, 1);
        assert.is(line?.[1], `${index}/${shardCount}`);
        places.add(line?.[2] ?? "");
        seeds.add(told[0]?.split("|")[0] ?? "");
      }
      assert.is(seeds.size, 1);
      assert.not(seeds.has(""));
      // On GitHub each machine has its own disk.
      assert.is(places.size, name === "github.yml" ? 1 : shardCount);
      const { code, told } = await noted(folder, merge, 0);
      assert.is(code, 0);
      assert.match(told[0] ?? "", /^\|merge (\S*\/)?shards --output (\S*\/)?whole$/);
      for (const line of told.slice(1)) assert.match(line, /^\|report (\S*\/)?whole --format /);
      assert.ok(told.some((line) => line.includes("--format junit")));
    },
  );

  pipelines(`${name}: what is violated or undecided is red, and reported`, async ({ folder }) => {
    const [found] = pipelinesIn(folder).filter((each) => each.name === name);
    assert.ok(found);
    for (const verdict of [exitCodes.violated, exitCodes.undecided]) {
      const { code, told } = await noted(folder, found.merge, verdict);
      assert.is(code, verdict);
      assert.ok(told.some((line) => line.startsWith("|report ")));
      // A pod that fails is run again: of its shard, a verdict is no failure.
      const shard = await noted(folder, found.shard(1), verdict);
      assert.is(shard.code, name.startsWith("kubernetes") ? 0 : verdict);
    }
    assert.is.not((await noted(folder, found.shard(1), exitCodes.harness)).code, 0);
  });
}

const subject = "--scenario resize --target reference --points sample=400";
const smallSubject = "--scenario prove --target reference --points sample=4";

/** The same job of a subject that takes seconds. */
function made(small: Job): Job {
  const steps = small.steps.map(({ command: [file, ...words], always }) => {
    const changed = words.map((word) => word.replace(subject, smallSubject));
    return { command: [file, ...changed] as const, always };
  });
  return { ...small, steps };
}

pipelines("the workflow of GitHub with the real crashpoint: two shards, merged", async (at) => {
  const { folder } = at;
  putCrashpoint(folder, `exec '${process.execPath}' '${resolve("dist/harness/main.js")}' "$@"`);
  const { shard, merge } = githubPipeline(folder, 2);
  const crash = shard(1).steps.flatMap(({ command }) => command);
  assert.ok(crash.some((word) => word.includes(subject)));
  const ends = await Promise.all(
    [1, 2].map(async (index) => {
      const machine = join(folder, "shards", `crashpoint-shard-${index}`);
      await runTool(["mkdir", "-p", machine]);
      putCrashpoint(machine, `exec '${join(folder, "crashpoint")}' "$@"`);
      return runJob(machine, made(shard(index)));
    }),
  );
  for (const { code, said } of ends) assert.is(code, exitCodes.held, said);
  const { code, said } = await runJob(folder, merge);
  assert.is(code, exitCodes.held, said);
  const { run, end, cases } = readRun(join(folder, "whole"));
  assert.equal(run.merged, { count: 2, found: [1, 2] });
  assert.equal(end?.verdict, "held");
  assert.equal(
    cases.map(({ index }) => index),
    [0, 1, 2, 3],
  );
  assert.match(readFileSync(join(folder, "summary.md"), "utf8"), "| held | 4 | 4 | 0 | 0 | 0 |");
  for (const name of ["report.html", "junit.xml"])
    assert.ok(existsSync(join(folder, "whole", name)));
});

pipelines.run();
