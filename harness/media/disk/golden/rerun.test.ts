import { test } from "uvu";
import * as assert from "uvu/assert";
import { disk, ext4, file, part } from "../../../oracles/facts/facts.samples.js";
import { rerunOf } from "./rerun.js";

const files = (...paths: string[]) => disk([part(1, "A", ext4(paths.map((path) => file(path))))]);
const left = files("/a");
const fine = { problem: undefined, said: "done" };

test("one more run that fails is not repeatable, and it is said in its words", () => {
  const told = { problem: "command 1 exited with 1", said: "nothing to do" };
  assert.equal(rerunOf(told, [], left, left, left), {
    kind: "not repeatable",
    how: "fails",
    message: "a second run says: nothing to do (command 1 exited with 1)",
  });
});

test("so is one that changes a file, a table or a size; the first of it is said", () => {
  const now = files("/a", "/b");
  assert.equal(rerunOf(fine, [7], left, now, left), {
    kind: "not repeatable",
    how: "changes",
    message: "a second run changes the finished disk: A: /b is unexpected",
  });
  const moved = disk(left.partitions, { sizeBytes: 4096 });
  const rerun = rerunOf(fine, [7], left, moved, left);
  assert.match(rerun.kind === "quiet" ? "" : rerun.message, "table: disk size: expected 16777216");
});

test("bytes that hold no file are harmless, and are told by their pages", () => {
  for (const [pages, count] of [
    [[7], "1 page"],
    [[7, 9], "2 pages"],
  ] as const) {
    const rerun = rerunOf(fine, pages, left, left, left);
    assert.is(rerun.kind, "harmless");
    assert.match(rerun.kind === "harmless" ? rerun.message : "", `bytes in ${count}, but no file`);
  }
});

test.run();
