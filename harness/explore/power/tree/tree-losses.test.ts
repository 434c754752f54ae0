import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listFileSystems } from "../../../catalogue/file-systems.js";
import { landingsOf } from "../../../crash/tree/tree-landing.js";
import type { TreeEpochs } from "../../../crash/tree/tree-epochs.js";
import { anyTreeRun, SampleTree, treeAfter } from "../../../crash/tree/tree-trace.samples.js";
import { formatCut, parseCut } from "../../../model/cut-text.js";
import type { PowerLoss } from "../../../model/power.js";
import { treeLosses } from "./tree-losses.js";

const all = listFileSystems();

function lossesOn(epochs: TreeEpochs): readonly PowerLoss[] {
  const { points } = treeLosses([epochs], epochs.changes, "seed");
  return points;
}

/** Every state that losses after so many changes leave, each once. */
function statesOf(
  epochs: TreeEpochs,
  writes: number,
  files: readonly string[] = [],
): Record<string, string>[] {
  const losses = lossesOn(epochs).filter((loss) => loss.writes === writes);
  const states = losses.map((loss) => treeAfter(epochs, loss, files));
  return [...new Map(states.map((state) => [JSON.stringify(state), state])).values()];
}

/** What a file may hold after losses after so many changes. */
function contentsOf(epochs: TreeEpochs, path: string, writes: number): string[] {
  return [...new Set(statesOf(epochs, writes).map((state) => state[path] ?? "gone"))].sort();
}

const whole = "2";

for (const name of all) {
  test(`${name}: written aside, synced, renamed, folder synced: never torn, and durable`, () => {
    const tree = new SampleTree(["f"]);
    tree.create("tmp").write("tmp", 0, 512).fsync("tmp").rename("tmp", "f").fsync("");
    const epochs = tree.on(name);
    for (const state of statesOf(epochs, 3, ["f"])) {
      assert.is(state["f"], "");
      assert.is(state["tmp"] ?? whole, whole);
    }
    const ended = lossesOn(epochs).filter(({ ended }) => ended);
    assert.equal(ended.map(formatCut), []);
  });

  test(`${name}: a rename without a sync of the folder may be lost, but is never torn`, () => {
    const tree = new SampleTree().create("tmp").write("tmp", 0, 512).sync();
    const epochs = tree.rename("tmp", "f").on(name);
    const losses = lossesOn(epochs).filter(({ writes }) => writes === 3);
    assert.equal(
      losses.map((loss) => treeAfter(epochs, loss)),
      [{ tmp: whole }],
    );
  });
}

test("a replacing rename without fsync waits for the data on ext4-ordered, not elsewhere", () => {
  const tree = new SampleTree().create("f").write("f", 0, 512).sync();
  tree.create("tmp").write("tmp", 0, 512).rename("tmp", "f").sync();
  assert.equal(contentsOf(tree.on("ext4-ordered"), "f", 5), ["2"]);
  for (const name of all) {
    if (name !== "ext4-ordered") assert.equal(contentsOf(tree.on(name), "f", 5).slice(0, 1), [""]);
  }
});

test("a new name without fsync may be empty on every file system", () => {
  const tree = new SampleTree().create("tmp").write("tmp", 0, 512).rename("tmp", "f").sync();
  for (const name of all) assert.ok(contentsOf(tree.on(name), "f", 3).includes(""), name);
});

test("new bytes are short, or zeros where the size may come first", () => {
  const tree = new SampleTree().create("f").sync().write("f", 0, 1536).sync();
  assert.equal(contentsOf(tree.on("ext4-ordered"), "f", 2), ["", "2", "2 2"]);
  assert.equal(contentsOf(tree.on("btrfs"), "f", 2), [""]);
  const posix = contentsOf(tree.on("posix"), "f", 2);
  for (const content of ["", "2 2", "- - -", "2 - -", "- 2 2", "2 2 -"]) {
    assert.ok(posix.includes(content), `${content} of ${posix.join("; ")}`);
  }
  const xfs = contentsOf(tree.on("xfs"), "f", 2);
  assert.ok(xfs.includes("- 2 2") && !xfs.includes("- - -"));
});

test("an fsync of a new file makes its name durable, but on posix", () => {
  const tree = new SampleTree().create("f").write("f", 0, 512).fsync("f");
  for (const name of all) {
    const ended = lossesOn(tree.on(name)).filter((loss) => loss.ended);
    assert.is(ended.length, name === "posix" ? 1 : 0, name);
  }
});

test("a journal takes along what was changed before, a log of one file does not", () => {
  const tree = new SampleTree(["a", "b"]).rename("a", "c").write("b", 0, 512).fsync("b");
  for (const [name, count] of [
    ["ext4-ordered", 0],
    ["xfs", 0],
    ["btrfs", 1],
    ["posix", 1],
  ] as const) {
    const epochs = tree.on(name);
    const ended = lossesOn(epochs).filter((loss) => loss.ended);
    assert.is(ended.length, count, name);
  }
});

test("a move that may double shows both names, and never none", () => {
  const tree = new SampleTree().mkdir("d").create("a").sync().rename("a", "d/a").fsync("d");
  const names = statesOf(tree.on("posix"), 3).map((state) => Object.keys(state).sort().join());
  assert.equal(names.sort(), ["a,d", "a,d,d/a"]);
  assert.equal(
    statesOf(tree.on("ext4-ordered"), 3).map((state) => Object.keys(state).sort().join()),
    ["a,d"],
  );
});

test("a synchronous write is durable, and on posix its name is not", () => {
  const tree = new SampleTree().create("f").write("f", 0, 512, true);
  const ended = (name: string) => lossesOn(tree.on(name)).filter((loss) => loss.ended);
  assert.equal(ended("ext4-ordered"), []);
  assert.equal(ended("posix").map(formatCut), ["p2e.posix.x1"]);
});

test("points are in order, none twice, read back, and each file system allows its own", () => {
  fc.assert(
    fc.property(anyTreeRun, fc.constantFrom(...all), (tree, name) => {
      const epochs = tree.on(name);
      const losses = lossesOn(epochs);
      const texts = losses.map(formatCut);
      assert.is(new Set(texts).size, texts.length);
      for (const loss of losses) {
        assert.equal(parseCut(formatCut(loss)), loss);
        landingsOf(epochs, loss, "seed");
      }
    }),
    { numRuns: 40 },
  );
});

for (const [strict, weak] of [
  ["ext4-ordered", "ext4-writeback"],
  ["ext4-ordered", "xfs"],
  ["ext4-writeback", "posix"],
  ["xfs", "posix"],
  ["btrfs", "posix"],
] as const) {
  test(`what ${strict} leaves, ${weak} may leave too`, () => {
    fc.assert(
      fc.property(anyTreeRun, (tree) => {
        const [epochs, other] = [tree.on(strict), tree.on(weak)];
        for (const loss of lossesOn(epochs)) {
          if (loss.fate.kind === "subset") continue;
          const state = JSON.stringify(treeAfter(epochs, loss));
          assert.is(JSON.stringify(treeAfter(other, sameOn(epochs, other, loss))), state);
        }
      }),
      { numRuns: 25 },
    );
  });
}

/** The same landing, told for a file system that parts more, and has more at stake. */
function sameOn(epochs: TreeEpochs, other: TreeEpochs, loss: PowerLoss): PowerLoss {
  const lost = landingsOf(epochs, loss, "seed").flatMap(({ unit, ranges }) => {
    const write = unit.change.number;
    const [first] = ranges;
    if (first === undefined)
      return [unit.part === undefined ? { write } : { write, part: unit.part }];
    if (first.fromBytes === 0 && first.toBytes === unit.lengthBytes) return [];
    const size = unit.part === undefined && ranges.at(-1)?.toBytes !== unit.lengthBytes;
    const { first: place } = other.placesBetween(write - 1, write);
    const hasSize = other.units[place]?.part === "size";
    const gaps = [
      0,
      ...ranges.flatMap(({ fromBytes, toBytes }) => [fromBytes, toBytes]),
      unit.lengthBytes,
    ];
    const pieces = gaps.flatMap((toBytes, index) => {
      const fromBytes = gaps[index - 1] ?? 0;
      return index % 2 === 1 && fromBytes < toBytes
        ? [{ write, range: { fromBytes, toBytes } }]
        : [];
    });
    return size && hasSize ? [{ write, part: "size" } as const, ...pieces] : pieces;
  });
  return { ...loss, device: other.fileSystem.name, fate: { kind: "lost", pieces: lost } };
}

test.run();
