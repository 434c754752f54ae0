import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mergeRuns } from "./merge-runs.js";
import { readShards } from "./shard-run.js";
import { heldCase, writeShard } from "./shards.samples.js";

// Shards come as artifacts that anybody may have made.

const hostile = suite<{ folder: string; path: string }>("hostile shards");
hostile.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-hostile-"));
  context.path = writeShard(context.folder, 1, 1, [heldCase(0)]);
});
hostile.after.each(({ folder }) => rmSync(folder, { recursive: true }));

hostile("a link is never followed, wherever it is", ({ folder, path }) => {
  const links = ["run.json", "cases.jsonl", "failures/x/case.json", "traces"];
  for (const name of links) {
    const at = join(path, name);
    const before = name.includes(".json") && !name.includes("/") ? readFileSync(at) : undefined;
    rmSync(at, { force: true, recursive: true });
    mkdirSync(join(at, ".."), { recursive: true });
    symlinkSync("/etc/hostname", at);
    assert.throws(() => readShards([folder]), /refused: .*: it is a link, or no ordinary file/);
    rmSync(at);
    if (before !== undefined) writeFileSync(at, before);
  }
  assert.is(readShards([folder]).length, 1);
});

hostile("a folder behind a link is not looked for runs", ({ folder }) => {
  symlinkSync(join(folder, "shard-1"), join(folder, "latest"));
  assert.is(readShards([folder]).length, 1);
});

hostile("a pipe is refused, and not waited for", ({ folder, path }) => {
  rmSync(join(path, "end.json"));
  execFileSync("mkfifo", [join(path, "end.json")]);
  assert.throws(() => readShards([folder]), "no ordinary file");
});

hostile("what is too large is refused before it is read", ({ folder, path }) => {
  truncateSync(join(path, "golden.json"), 2 ** 30);
  assert.throws(() => readShards([folder]), /golden\.json: it has more than 64 MiB/);
  truncateSync(join(path, "golden.json"), 8 * 2 ** 30);
  assert.throws(() => readShards([folder]), /it has more than 4 GiB/);
});

hostile("folders that never end are refused", ({ folder, path }) => {
  mkdirSync(join(path, ...Array.from({ length: 12 }, () => "failures")), { recursive: true });
  assert.throws(() => readShards([folder]), /folders lie deeper than 8/);
});

const names = [
  { scenario: "../../etc" },
  { scenario: "/etc" },
  { scenario: "resize\u001b[2J" },
  { seed: "../7f3a" },
  { startedAt: "../../x" },
];

for (const change of names) {
  hostile(`a name that leads elsewhere is refused: ${JSON.stringify(change)}`, ({ folder }) => {
    writeShard(folder, 1, 1, [heldCase(0)], { run: change });
    assert.throws(() => readShards([folder]), /malformed|expected a time in UTC/);
  });
}

hostile("damage is told with its place", ({ folder, path }) => {
  writeFileSync(join(path, "cases.jsonl"), `{"version":5,"verdict":"held"}\n`);
  assert.throws(() => readShards([folder]), /cases\.jsonl:1: /);
  writeFileSync(join(path, "run.json"), `{"version":4}`);
  assert.throws(() => readShards([folder]), /run\.json: version: expected 5, found 4/);
});

hostile("a damaged change map is refused, and nothing half is left", ({ folder, path }) => {
  writeFileSync(join(path, "changes.json.gz"), "no gzip");
  const out = join(folder, "whole");
  const merge = () => mergeRuns(readShards([folder]), "allowed", () => out);
  assert.throws(merge, /changes\.json\.gz: damaged, not gzip/);
  assert.is(existsSync(out), false);
});

hostile("a hard link is an ordinary file", ({ folder, path }) => {
  linkSync(join(path, "run.json"), join(path, "other.json"));
  assert.is(readShards([folder]).length, 1);
});

hostile.run();
