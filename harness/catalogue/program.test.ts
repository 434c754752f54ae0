import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CannotJudge } from "../model/errors.js";
import { sha256 } from "../model/sha256.js";
import { everyOnPath, lookAgain, programFileOf, requireSameProgram, startOf } from "./program.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-program-"));
const path = join(folder, "program");
const first = "#!/bin/sh\necho 1\n";
const second = "#!/bin/sh\necho 2\n";

test.before.each(() => writeFileSync(path, first, { mode: 0o755 }));
test.after(() => rmSync(folder, { recursive: true }));

/** What is said of a program after something was done to it; empty where nothing is. */
function saidAfter(change: () => void): string {
  const loaded = programFileOf([path]);
  change();
  try {
    requireSameProgram(loaded);
    return "";
  } catch (error) {
    assert.instance(error, CannotJudge);
    return (error as Error).message;
  }
}

const changed = (now: string) =>
  `the program under test has changed since this run began: ${path} was SHA-256 ` +
  `${sha256(first)}, now it is ${now}. Start again with one that stays as it is`;

test("a program that stays as it is, or is only touched or built the same again", () => {
  assert.is(
    saidAfter(() => undefined),
    "",
  );
  assert.is(
    saidAfter(() => utimesSync(path, 1, 1)),
    "",
  );
  const again = () => {
    copyFileSync(path, `${path}.new`);
    renameSync(`${path}.new`, path);
  };
  assert.is(saidAfter(again), "");
});

test("a program that was built anew is told by its old and its new digest", () => {
  const build = () => {
    writeFileSync(`${path}.new`, second, { mode: 0o755 });
    renameSync(`${path}.new`, path);
  };
  assert.is(saidAfter(build), changed(`SHA-256 ${sha256(second)}`));
  writeFileSync(path, first);
  assert.is(
    saidAfter(() => appendFileSync(path, "#")),
    changed(`SHA-256 ${sha256(`${first}#`)}`),
  );
});

test("one that was overwritten in place, with its times and its size put back, too", () => {
  const overwrite = () => {
    const { atime, mtime } = statSync(path);
    writeFileSync(path, second);
    utimesSync(path, atime, mtime);
  };
  assert.is(saidAfter(overwrite), changed(`SHA-256 ${sha256(second)}`));
});

test("looked at again when a run begins, it is the one that was built since", () => {
  const loaded = programFileOf([path]);
  writeFileSync(path, second);
  const now = lookAgain(loaded);
  assert.is(now.sha256, sha256(second));
  requireSameProgram(now);
  rmSync(path);
  assert.is(lookAgain(now), now);
});

test("a program that is gone", () => {
  assert.is(
    saidAfter(() => rmSync(path)),
    changed("gone"),
  );
});

test("a script counts, not its interpreter", () => {
  const start = startOf([process.execPath, path, "{disk}"]);
  assert.equal(start, [process.execPath, path]);
  assert.is(programFileOf(start).path, path);
  assert.equal(startOf(["/bin/sh", "-c", path]), ["/bin/sh"]);
  assert.equal(startOf([path, path]), [path]);
});

test("on PATH: relative folders count from here, empty ones and what can't be run do not", () => {
  const name = "crashpoint-on-path";
  const place = (kind: string) => join(folder, kind);
  for (const kind of ["plain", "folder", "good"]) mkdirSync(place(kind));
  mkdirSync(join(place("folder"), name));
  writeFileSync(join(place("plain"), name), first);
  copyFileSync(path, join(place("good"), name));
  chmodSync(join(place("good"), name), 0o755);
  const folders = ["", place("plain"), place("folder"), relative(process.cwd(), place("good"))];
  assert.equal(everyOnPath(name, { PATH: folders.join(":") }), [join(place("good"), name)]);
});

test.run();
