import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { debianPackagesOf } from "./debian-packages.js";

test("scripts/setup installs the same packages for the same tools", () => {
  const list = /^tools=\(\n([^)]*)\n\)$/m.exec(readFileSync("scripts/setup", "utf8"))?.[1] ?? "";
  const pairs = list.trim().split(/\s+/);
  assert.ok(pairs.length > 20, list);
  for (const pair of pairs) {
    const [tool = "", name] = pair.split("=");
    assert.is(debianPackagesOf([tool]), name, pair);
  }
});

test("each package is named once, and an unknown tool by its own name", () => {
  assert.is(debianPackagesOf(["e2fsck", "mke2fs", "ps", "nobody"]), "e2fsprogs procps nobody");
});

test.run();
