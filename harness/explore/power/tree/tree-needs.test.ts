import { test } from "uvu";
import * as assert from "uvu/assert";
import { SampleTree } from "../../../crash/tree/tree-trace.samples.js";
import { parseCut } from "../../../model/cut-text.js";
import { treeNeeds } from "./tree-needs.js";

const aside = new SampleTree(["f"]).create("tmp").write("tmp", 0, 1024).rename("tmp", "f");

for (const [tree, text, expected] of [
  [
    aside,
    "p3e.posix.x2",
    "change 3 (rename tmp) reached the disk before the data of the file that it publishes " +
      "(change 2 (write tmp)): an fsync of the file is missing before it (file system posix)",
  ],
  [
    aside,
    "p3e.posix.x2+data",
    "change 3 (rename tmp) reached the disk before the data of the file that it publishes " +
      "(the data, but not the size, of change 2 (write tmp)): an fsync of the file is missing " +
      "before it (file system posix)",
  ],
  [
    aside,
    "p3e.ext4-ordered.x3",
    "change 3 (rename tmp) never reached the disk: no sync follows it before the target says " +
      "that it is done (file system ext4-ordered)",
  ],
  [
    new SampleTree().create("a").create("b").unlink("a"),
    "p3.posix.x2",
    "change 2 (create b) lost, change 3 (unlink a) landed: nothing is synced between them " +
      "(file system posix)",
  ],
  [
    new SampleTree().create("a").sync(),
    "p1.xfs.x1",
    "change 1 (create a) never reached the disk: what was not synced was lost (file system xfs)",
  ],
] as const) {
  test(`${text} needs: ${expected}`, () => {
    const cut = parseCut(text);
    if (cut?.kind !== "power") throw new Error(text);
    const wordsOf = (change: { change: string; path: string }) => `${change.change} ${change.path}`;
    const needs = treeNeeds(tree.on(cut.device), cut, "seed", wordsOf);
    assert.is(needs.text, expected);
    assert.is(needs.missesFlush, !expected.includes("never"));
  });
}

test.run();
