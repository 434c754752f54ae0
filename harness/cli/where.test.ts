import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rootFolder } from "../catalogue/places.js";
import { messageOf } from "../model/errors.js";
import { testsUnless } from "../model/tests-unless.samples.js";
import { caseId } from "../runner/case/case-record.js";
import { replay } from "../session/replay.js";
import { makeScenario as makeSubject } from "../session/subject/subject.js";
import { whyNoCalls } from "../target/sites/watch-calls.js";
import { runTool } from "../target/tool.js";

const testWatched = testsUnless(await whyNoCalls(runTool), "where in the source");

const write = (sector: number) =>
  `printf x | dd of="$1" bs=512 seek=${sector} conv=notrunc status=none`;

/** Whoever is killed after the first write never gets further. */
const stuckAfterFirst = [
  `[ "$(dd if="$1" bs=1 skip=512 count=1 status=none)" = x ] && exit 1`,
  ...[write(1), write(2), write(3)],
].join("\n");

const usual = ["--seed", "1", "--jobs", "1"];

function withFolder(use: (run: (words: readonly string[]) => Said) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-where-"));
  const program = join(folder, "program.sh");
  const disk = join(folder, "disk.img");
  const results = join(folder, "results");
  writeFileSync(program, `#!/bin/sh\n${stuckAfterFirst}\n`, { mode: 0o755 });
  writeFileSync(disk, Buffer.alloc(64 * 1024));
  try {
    use((words) => {
      const main = join(rootFolder, "dist/harness/main.js");
      const said = [...words, "--disk", disk, "--results", results, "--", program, "{disk}"];
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...said], {
        cwd: folder,
        encoding: "utf8",
      });
      return { status, text: `${stdout}${stderr}`.replaceAll(/\s+/g, " "), results };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Said {
  readonly status: number | null;
  /** On one line. */
  readonly text: string;
  readonly results: string;
}

testWatched("a failure tells which process has written before its cut and after it", () => {
  withFolder((run) => {
    const { status, text, results } = run(["explore", ...usual, "--points", "write=1"]);
    assert.is(status, 1, text);
    assert.match(
      text,
      /after write of dd of=\{disk\} bs=512 seek=1 .*, before write of dd .* seek=2/,
    );
    assert.match(text, /3 call sites make the changes; a crash was tried at 1 of them/);
    const stored = JSON.parse(readFileSync(join(results, "latest/sites.json"), "utf8")) as object;
    assert.is((stored as { kind?: unknown }).kind, "found");
    const id = /c1:\S+:w1@[\da-f]+/.exec(text)?.[0] ?? "";
    const again = run(["replay", id, "--where"]);
    assert.is(again.status, 1, again.text);
    assert.match(again.text, /before the cut, change 1: write of dd of=\{disk\} bs=512 seek=1/);
    assert.match(again.text, /after the cut, change 2: write of dd of=\{disk\} bs=512 seek=2/);
  });
});

testWatched("crash points can be chosen by the places in the code that write", () => {
  withFolder((run) => {
    const { text } = run(["explore", ...usual, "--points", "sites", "--budget", "1"]);
    assert.match(text, /3 call sites make the changes; crash points at 3 of them/);
    assert.match(text, /3 call sites make the changes; a crash was tried at 1 of them/);
  });
});

test("an id without a crash has no place to tell of", async () => {
  const disk = join(rootFolder, "package.json");
  const subject = await makeSubject({ disk, command: ["true", "{disk}"] });
  const run = replay(caseId(subject, "1", []), { subject, where: true });
  const refusal = await run.done.then(() => "none", messageOf);
  assert.match(refusal, /--where: this id has no crash/);
});

test.run();
