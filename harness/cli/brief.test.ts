import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { cacheFolder } from "../catalogue/places.js";
import { runTool } from "../target/tool.js";

const folder = mkdtempSync(join(tmpdir(), "brief-"));
const disk = join(folder, `${basename(folder)}.img`);
const main = fileURLToPath(new URL("../main.js", import.meta.url));

/** What `explore` prints into a pipe. */
async function explored(name: string, options: readonly string[], command: readonly string[]) {
  const common = ["--disk", disk, "--seed", "1", "--jobs", "1", "--results", join(folder, name)];
  const line = [
    process.execPath,
    main,
    "explore",
    ...common,
    ...options,
    "--",
    ...command,
  ] as const;
  const { stdout } = await runTool([...line], { timeoutMs: 300_000 });
  return stdout;
}

const repair = ["e2fsck", "-fy", "{disk}"];

/** A small ext4 in which an inode is gone: e2fsck writes its superblock in pieces. */
const image = `truncate -s 8M "$1"; mke2fs -q -t ext4 "$1"
debugfs -w -R 'write /etc/passwd passwd' "$1"; debugfs -w -R 'clri <12>' "$1"`;

test.before(async () => {
  const built = await runTool(["sh", "-ec", image, "sh", disk]);
  assert.is(built.exitCode, 0, built.stderr);
});

test.after(() => {
  rmSync(folder, { recursive: true });
  const notes = join(cacheFolder, "any", `${basename(disk, ".img").toLowerCase()}-img`);
  rmSync(notes, { recursive: true, force: true });
});

test("many cases with one finding: it is told once, with its count, needs and ids", async () => {
  const said = await explored("repair", ["--points", "all"], repair);
  assert.ok(said.split("\n").length <= 60, said);
  assert.not.match(said, /[\u001b\r]/);
  const heads = said.match(/^ {2}unreadable, disk, seen by .*: \d+ cases, first at w\d+$/gm);
  assert.is(heads?.length, 1, said);
  assert.match(said, /^ {4}needs only a kill/m);
  assert.match(said, /^ {4}first: c1:any\//m);
  assert.match(said, /Show the worst again with:\n.*replay c1:any\//);
  assert.not.match(said, /GPT|copy destination|How it came to that/);
});

test("a shrink by resize2fs stays on a screen or two", async () => {
  const options = ["--points", "metadata", "--budget", "3"];
  const said = await explored("shrink", options, ["resize2fs", "{disk}", "7M"]);
  assert.match(said, /3 of \d+ planned cases in/);
  assert.ok(said.split("\n").length <= 60, said);
});

test("--verbose: the plan as a table, and failures in full", async () => {
  const said = await explored("verbose", ["--verbose", "--points", "write=6..7"], repair);
  assert.match(said, /^step +region +run +of writes$/m);
  assert.match(said, "How it came to that:");
  assert.match(said, "Distinct findings:");
});

test.run();
