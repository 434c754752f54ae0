import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rootFolder } from "../../catalogue/places.js";
import { exitCodes } from "../../model/errors.js";
import { bytesIn, careless, crashpoint, secretDisk, secrets, wordsIn } from "./bundle.samples.js";

interface Context {
  folder: string;
  /** Another place, with nothing of the first in it but the program. */
  other: string;
  id: string;
}

const test = suite<Context>("a bug report in one command");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
  context.other = join(context.folder, "other");
  mkdirSync(context.other);
  secretDisk(context.folder);
  careless(context.folder);
  const found = crashpoint(
    context.folder,
    ...["explore", "--disk", "d-of-alice.img", "--seed", "1", "--points", "all"],
    ...["--budget", "3", "--", "./careless", "{disk}"],
  );
  assert.is(found.code, exitCodes.violated, found.text);
  const [, id] = / replay (c1:\S+) /.exec(found.text) ?? [];
  assert.ok(id, found.text);
  context.id = id;
  const packed = crashpoint(context.folder, "bundle", id, "--output", "other/x.crashpoint.tar.gz");
  assert.is(packed.code, exitCodes.held, packed.text);
});

test.after(({ folder }) => {
  rmSync(folder, { recursive: true });
});

const bundle = "x.crashpoint.tar.gz";

test("elsewhere, the images are made again without the target", ({ folder, other }) => {
  const { code, text } = crashpoint(other, "remake", bundle, "--out", "images");
  assert.is(code, exitCodes.held, text);
  assert.match(text, /crash-1\.img: the same bytes as when it was found/);
  const before = readFileSync(join(other, "images", "before.img"));
  assert.ok(before.equals(readFileSync(join(folder, "d-of-alice.img"))));
  unpacked(other, bundle, "whole");
  const byTar = readFileSync(join(other, "whole", "crash-1.img"));
  assert.ok(byTar.equals(readFileSync(join(other, "images", "crash-1.img"))));
  assert.equal(readdirSync(join(other, "temp")), []);
});

test("elsewhere, the case is run again, once its command lines are trusted", (context) => {
  const { folder, other } = context;
  const refused = crashpoint(other, "replay", bundle);
  assert.is(refused.code, exitCodes.usage, refused.text);
  assert.match(refused.text, /brings command lines of its own.*\n {2}\.\/careless '\{disk\}'/);
  copyFileSync(join(folder, "careless"), join(other, "careless"));
  writeFileSync(join(other, "careless"), "\n# another one, that does the same\n", { flag: "a" });
  const { code, text } = crashpoint(other, "replay", bundle, "--trust");
  assert.is(code, exitCodes.violated, text);
  assert.match(text, /found with another one: careless, SHA-256 [\da-f]{64}/);
  assert.match(text, /crash image 1 has the same bytes as that of the bundle/);
  assert.match(text, /the verdict is that of the bundle: violated/);
  assert.match(text, `replay ${bundle} --trust`);
  assert.equal(readdirSync(join(other, "temp")), []);
});

test("a public bundle has no name and no content of the user's", ({ folder, id, other }) => {
  const own = [...secrets, hostname(), folder, userInfo().homedir, `"${userInfo().username}"`];
  unpacked(other, bundle, "whole");
  assert.equal(wordsIn(bytesIn(join(other, "whole")), secrets), secrets, "they can be found");
  const { code, text } = crashpoint(folder, "bundle", id, "--public", "--output", "p.tar.gz");
  assert.is(code, exitCodes.held, text);
  assert.match(text, /left out:\n {2}content of files/);
  unpacked(folder, "p.tar.gz", "public");
  const bytes = bytesIn(join(folder, "public"));
  assert.equal(wordsIn(bytes, own), []);
  const packed = execFileSync("tar", ["-tzf", "p.tar.gz"], { cwd: folder });
  assert.equal(wordsIn(packed, own), []);
  const image = join(folder, "public", "structure-1.img");
  const { stdout } = spawnSync("/usr/sbin/sgdisk", ["--verify", image], { encoding: "utf8" });
  assert.match(stdout, /No problems found/);
  const again = crashpoint(folder, "replay", "p.tar.gz");
  assert.is(again.code, exitCodes.usage);
  assert.match(again.text, /is a public bundle/);
});

test("what can't be done is told in a line, and nothing is left", ({ folder, id, other }) => {
  const there = crashpoint(folder, "bundle", id, "--output", `other/${bundle}`);
  assert.is(there.code, exitCodes.usage);
  assert.match(there.text, /^error: --output: .* is there already$/m);
  const unknown = crashpoint(other, "bundle", id, "--results", "none");
  assert.is(unknown.code, exitCodes.usage);
  assert.match(unknown.text, /no evidence of c1:.* replay ID runs the case again/);
  writeFileSync(join(other, "bad.tar.gz"), readFileSync(join(other, bundle)).subarray(0, 500));
  const cut = crashpoint(other, "remake", "bad.tar.gz", "--out", "none");
  assert.is(cut.code, exitCodes.usage);
  assert.match(cut.text, /bad\.tar\.gz is no bundle that can be read/);
  const path = "no/such/folder/x.tar.gz";
  const nowhere = crashpoint(folder, "bundle", id, "--output", path);
  assert.is(nowhere.code, exitCodes.harness);
  assert.match(nowhere.text, /cannot write .*x\.tar\.gz: nothing can be made there \(ENOENT\)/);
  assert.not.ok(readdirSync(other).includes("none"));
  for (const each of [folder, other]) assert.equal(readdirSync(join(each, "temp")), []);
});

test("a full disk leaves no half of a bundle", ({ folder, id }) => {
  const main = join(rootFolder, "dist/harness/main.js");
  const script = `mkdir small && mount -t tmpfs -o size=4k tmpfs small &&
    "$0" "$1" bundle "$2" --output small/x.tar.gz; echo "code $?"; ls -A small`;
  const { stdout, stderr } = spawnSync(
    "unshare",
    ["--user", "--map-root-user", "--mount", "sh", "-c", script, process.execPath, main, id],
    { cwd: folder, encoding: "utf8" },
  );
  assert.is(stdout.trim(), `code ${exitCodes.undecided}`, stderr);
  assert.match(stderr, /cannot write .*x\.tar\.gz: the disk is full \(ENOSPC\)/);
});

test("ctrl-C leaves nothing behind", async ({ folder, id, other }) => {
  const temp = join(other, "temp");
  const child = spawn(
    process.execPath,
    [join(rootFolder, "dist/harness/main.js"), "replay", bundle, "--trust"],
    { cwd: other, env: { ...process.env, TMPDIR: temp }, stdio: "ignore" },
  );
  const ended = once(child, "exit") as Promise<[number | null]>;
  for (let waited = 0; waited < 200 && readdirSync(temp).length === 0; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.is(readdirSync(temp).length, 1, "it has begun");
  child.kill("SIGINT");
  const [code] = await ended;
  assert.is(code, exitCodes.interrupted);
  assert.equal(readdirSync(temp), []);
  assert.ok(folder && id);
});

test.run();

function unpacked(folder: string, archive: string, into: string): void {
  const path = join(folder, into);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  execFileSync("tar", ["-xzf", archive, "-C", into, "--strip-components=1"], { cwd: folder });
}
