import { test } from "uvu";
import * as assert from "uvu/assert";
import { landingsOf } from "../../../crash/tree/tree-landing.js";
import { SampleTree, treeAfter } from "../../../crash/tree/tree-trace.samples.js";
import { formatCut } from "../../../model/cut-text.js";
import type { PowerLoss } from "../../../model/power.js";
import type { PlacedChange } from "../../placed-change.js";
import { treeFlushTrials } from "./tree-flush-trials.js";

const changes: PlacedChange[] = ["create tmp", "write tmp", "rename tmp", "mode"].map(
  (name, index) => ({
    number: index + 1,
    step: "save",
    place: { name, kind: "metadata" },
    likeness: name,
  }),
);

test("the sync of the file protects its bytes, that of the folder its name", () => {
  const tree = new SampleTree().create("tmp").write("tmp", 0, 512).fsync("tmp").rename("tmp", "f");
  const epochs = tree.fsync("").on("posix");
  const trials = treeFlushTrials(epochs, changes.slice(0, 3), "seed");
  assert.equal(
    trials.map(({ regionBefore, regionAfter, losses }) => [
      regionBefore,
      regionAfter,
      losses.map(formatCut),
    ]),
    [
      ["write tmp", "rename tmp", ["p3.posix.f2.x2", "p3e.posix.f2.x2"]],
      ["rename tmp", "the end", ["p3e.posix.f3.x1.3", "p3e.posix.f3.x3"]],
    ],
  );
});

test("a sync of what is durable has no trials: it is good for nothing", () => {
  const tree = new SampleTree().create("a").sync().write("a", 0, 512).fsync("a").mode("a");
  const [, second] = treeFlushTrials(tree.fsync("a").fsync("a").on("posix"), changes, "seed");
  assert.ok((second?.losses.length ?? 0) > 0);
  const again = new SampleTree().create("a").write("a", 0, 512, true).fsync("a");
  assert.equal(
    treeFlushTrials(again.on("posix"), changes, "seed").map(({ losses }) => losses),
    [[]],
  );
});

test("a loss with a sync left out fits its run, and shows what the sync protects", () => {
  const tree = new SampleTree().create("tmp").write("tmp", 0, 512).fsync("tmp").rename("tmp", "f");
  const epochs = tree.fsync("").on("posix");
  const [first] = treeFlushTrials(epochs, changes, "seed");
  const loss = first?.losses.at(-1) as PowerLoss;
  landingsOf(epochs, loss, "seed");
  assert.equal(treeAfter(epochs, loss), { f: "" });
});

test.run();
