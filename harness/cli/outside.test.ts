import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rootFolder } from "../catalogue/places.js";

const test = suite<{ folder: string }>("state outside of the disk, on the command line");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-outside-"));
  mkdirSync(join(context.folder, "home"));
  writeFileSync(join(context.folder, "disk.img"), Buffer.alloc(64 * 1024));
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

const write = (sector: number) =>
  `printf x | dd of="$1" bs=512 seek=${sector} conv=notrunc status=none`;

/** Explores every kill of a script, with the user's HOME in the folder. */
function explored(folder: string, script: string, options: readonly string[]) {
  const program = join(folder, "program.sh");
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const results = join(folder, "results");
  const said = ["--results", results, "--seed", "1", "--jobs", "1", "--points", "all"];
  const words = ["explore", "--disk", join(folder, "disk.img"), ...said, ...options];
  const main = join(rootFolder, "dist/harness/main.js");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, ...words, "--", program, "{disk}"],
    { cwd: folder, env: { ...process.env, HOME: join(folder, "home") }, encoding: "utf8" },
  );
  return { status, text: stdout + stderr, results };
}

test("a lock file in HOME poisons no later case and no later run, and is told", ({ folder }) => {
  const lock = '"$HOME/.lock"';
  const script = [
    `[ -e ${lock} ] && { echo locked >&2; exit 1; }`,
    ...[`touch ${lock}`, write(1), write(2), write(3), `rm ${lock}`],
  ].join("\n");
  const runs = [explored(folder, script, []), explored(folder, script, [])];
  for (const { status, text, results } of runs) {
    assert.is(status, 1, text);
    assert.match(text, /\b3 cases .*: 0 held, 3 violated, 0 violated as known, 0 undecided/);
    assert.match(text, "left outside of the disk: HOME/.lock");
    assert.match(text, "it keeps state outside of the disk");
    const records = readdirSync(results, { recursive: true, encoding: "utf8" });
    const [run = ""] = records.filter((path) => path.endsWith("run.json"));
    assert.match(readFileSync(join(results, run), "utf8"), '"TZ": "UTC"');
  }
  assert.equal(readdirSync(join(folder, "home")), []);
});

test("a rescue finds the file that a kill leaves where the user says so", ({ folder }) => {
  const script = [
    'dd if="$1" of=undo bs=4096 count=1 status=none',
    ...[write(1), write(2), "rm undo", 'test "$MINE" = 7'],
  ].join("\n");
  const rescue = `[ -e undo ] || exit 1; set {disk} {disk}; ${write(1)}; ${write(2)}`;
  const options = ["--resume", rescue, "--env", "MINE=7"];
  const without = explored(folder, script, options);
  assert.is(without.status, 1, without.text);
  assert.match(without.text, /1 x stuck/);
  const { status, text } = explored(folder, script, [...options, "--survives", "undo"]);
  assert.is(status, 0, text);
  assert.match(text, "files outside of the disk survive");
  assert.not.ok(existsSync(join(folder, "undo")));
});

test("what a kill leaves in shared memory is gone, and what a resume leaves is told", () => {
  const folder = mkdtempSync("/dev/shm/crashpoint-outside-");
  const lock = "/dev/shm/crashpoint-lock";
  const script = [
    `[ -e ${lock} ] && { echo locked >&2; exit 1; }`,
    `touch ${lock} "$(dirname "$0")/seen"`,
    'begun=$(head -c 513 "$1" | tr -d "\\0")',
    ...[write(1), write(2), `[ -n "$begun" ] || rm ${lock}`],
  ].join("\n");
  try {
    writeFileSync(join(folder, "disk.img"), Buffer.alloc(64 * 1024));
    const { status, text, results } = explored(folder, script, []);
    assert.is(status, 1, text);
    assert.match(text, /\b2 cases .*: 1 held, 1 violated/, text);
    assert.match(text, "left behind, outside of the disk", text);
    assert.match(text, `left outside of the disk: ${lock}`);
    const kept = readdirSync(results, { recursive: true, encoding: "utf8" });
    assert.ok(kept.some((path) => path.endsWith("case.json")));
    assert.equal(readdirSync(folder).sort(), ["disk.img", "program.sh", "results"]);
    assert.not.ok(existsSync(lock));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
