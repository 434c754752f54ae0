import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rootFolder } from "../catalogue/places.js";
import { exitCodes } from "../model/errors.js";
import { runTool } from "../target/tool.js";

// Output that nobody takes, for real: the shell prints the exit code of each part of the pipe.

const crashpoint = `"${process.execPath}" "${join(rootFolder, "dist/harness/main.js")}"`;
const folder = mkdtempSync(join(tmpdir(), "crashpoint-broken-"));

async function bash(line: string) {
  const options = { cwd: folder, timeoutMs: 120_000 };
  const { stdout, stderr } = await runTool(["bash", "-c", line], options);
  return { stdout: stdout.trim(), stderr: stderr.trim() };
}

test("a list whose reader goes away ends well, and says nothing of it", async () => {
  const { stdout, stderr } = await bash(`${crashpoint} list | true; echo "\${PIPESTATUS[0]}"`);
  assert.equal([stdout, stderr], [String(exitCodes.held), ""]);
});

test("a run whose reader goes away is interrupted, and keeps its results", async () => {
  writeFileSync(join(folder, "d.img"), Buffer.alloc(65_536));
  const command = `sh -c 'sleep 1; printf A | dd of={disk} conv=notrunc status=none'`;
  const run = `${crashpoint} explore --disk d.img --points all -- ${command}`;
  const { stdout, stderr } = await bash(
    `${run} | true; echo "\${PIPESTATUS[0]}"; ls results/latest`,
  );
  const [code, ...files] = stdout.split("\n");
  assert.is(code, String(exitCodes.interrupted), stderr);
  assert.is(stderr, "interrupted: nobody reads what is printed any more");
  assert.ok(files.includes("run.json"), stdout);
});

test("output that can't be written is the harness's trouble, and no verdict", async () => {
  const { stdout, stderr } = await bash(`${crashpoint} list > /dev/full; echo "$?"`);
  assert.is(stdout, String(exitCodes.harness));
  assert.match(stderr, /^error: cannot write what is to be printed: ENOSPC/);
});

test.after(() => rmSync(folder, { recursive: true }));

test.run();
