import { test } from "uvu";
import * as assert from "uvu/assert";
import { differences, file, folder } from "../../oracles/tree/entries.samples.js";
import { treeExpected } from "../../oracles/tree/tree-expected.js";
import { staleLocks } from "./stale-locks.js";

test("a stale lock is new, left by no uninterrupted run, and called one", () => {
  const base = { "old.lock": file("1") };
  const done = { ...base, "yarn.lock": file("2") };
  const expected = treeExpected(differences(base, done), differences(base, done));
  const now = {
    ...{ ...base, "index.lock": file(""), "d/LOCK": folder(), "d/LOCK/lock": file("") },
    ...{ "app.pid": file("7"), "yarn.lock": file("x"), "data.tmp": file("y") },
  };
  assert.equal(staleLocks(expected, differences(base, now)), ["app.pid", "d/LOCK", "index.lock"]);
});

test.run();
