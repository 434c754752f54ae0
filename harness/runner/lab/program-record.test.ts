import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { onPath, programFileOf } from "../../catalogue/program.js";
import { programRecord } from "./program-record.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-version-"));

test.after(() => rmSync(folder, { recursive: true }));

/** A copy of a compiled program, under another name. */
function copyOf(name: string): string {
  const path = join(folder, name);
  copyFileSync(onPath(name), path);
  return path;
}

const versionOf = async (path: string) => (await programRecord(programFileOf([path]))).version;

test("a compiled program is asked, and its first line is taken", async () => {
  assert.match((await versionOf(copyOf("dd"))) ?? "", /^dd \(coreutils\) [\d.]+$/);
});

test("one that knows no --version tells none", async () => {
  assert.is(await versionOf(copyOf("mke2fs")), undefined);
});

test("a script is not asked: it could take the word for its disk", async () => {
  const path = join(folder, "script");
  writeFileSync(path, `#!/bin/sh\ntouch ${folder}/asked; echo 1.0\n`, { mode: 0o755 });
  assert.is(await versionOf(path), undefined);
  assert.not.ok(existsSync(join(folder, "asked")));
});

test.run();
