import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findCycles, findWrongImports, layerOf } from "./tidy-imports.js";
import { findBannedText, findTooLong, findUnmappedFolders, median } from "./tidy-text.js";

const tidy = suite("tidy");

/** The problems of one file that imports one thing. */
function wrong(path: string, imported: string): number {
  return findWrongImports(new Map([[path, [imported]]])).length;
}

tidy("knows the layer of a file", () => {
  assert.is(layerOf("harness/shim/wire.ts"), "shim");
  assert.is(layerOf("harness/layout/gpt/header.ts"), "layout");
  assert.is(layerOf("fixtures/resizers/reference/main.ts"), "fixtures/resizers");
  assert.is(layerOf("harness/main.ts"), "main");
  assert.is(layerOf("harness/index.ts"), "index");
  assert.is(layerOf("harness/index.test.ts"), "index");
  assert.is(layerOf("harness/main/other.ts"), undefined);
  assert.is(layerOf("harness/other.ts"), undefined);
  assert.is(layerOf("fixtures/other.ts"), undefined);
});

tidy("lets imports flow down, not up and not aside", () => {
  assert.is(wrong("harness/layout/a.ts", "harness/model/b.ts"), 0);
  assert.is(wrong("harness/layout/a.ts", "harness/layout/gpt/b.ts"), 0);
  assert.is(wrong("harness/model/a.ts", "harness/layout/b.ts"), 1);
  assert.is(wrong("harness/report/a.ts", "harness/runner/b.ts"), 1);
  assert.is(wrong("harness/cli/a.ts", "harness/main.ts"), 1);
  assert.is(wrong("harness/main.ts", "harness/runner/a.ts"), 1);
  assert.is(wrong("harness/index.ts", "harness/session/a.ts"), 0);
  assert.is(wrong("harness/index.ts", "harness/cli/a.ts"), 1);
  assert.is(wrong("harness/session/a.ts", "harness/report/b.ts"), 1);
  assert.is(wrong("fixtures/resizers/a.ts", "harness/model/b.ts"), 1);
  assert.is(wrong("harness/nowhere/a.ts", "harness/model/b.ts"), 1);
  assert.equal(findWrongImports(new Map([["harness/store/a.ts", ["harness/shim/b.ts"]]])), [
    "harness/store/a.ts: imports harness/shim/b.ts: store may import only store, model",
  ]);
});

tidy("gives tests a little more, and lets nobody import them", () => {
  assert.is(wrong("harness/layout/a.test.ts", "fixtures/images/b.ts"), 0);
  assert.is(wrong("harness/layout/a.test.ts", "harness/target/b.ts"), 0);
  assert.is(wrong("harness/layout/a.test.ts", "harness/runner/b.ts"), 1);
  assert.is(wrong("scripts/a.ts", "scripts/b.test.ts"), 1);
});

tidy("has one door for each package", () => {
  assert.is(wrong("harness/target/a.ts", "execa"), 0);
  assert.is(wrong("harness/runner/a.ts", "execa"), 1);
  assert.is(wrong("harness/model/other.ts", "seedrandom"), 1);
  assert.is(wrong("harness/model/prng.ts", "seedrandom"), 0);
  assert.is(wrong("harness/store/a.ts", "kleur/colors"), 1);
  assert.is(wrong("harness/store/a.ts", "node:fs"), 0);
  assert.is(wrong("harness/store/a.test.ts", "uvu/assert"), 0);
});

tidy("finds rings of imports", () => {
  const ring = new Map([
    ["a.ts", ["b.ts", "c.ts"]],
    ["b.ts", ["c.ts", "node:fs"]],
    ["c.ts", ["d.ts"]],
    ["d.ts", ["b.ts"]],
    ["e.ts", ["e.ts"]],
  ]);
  assert.equal(findCycles(ring), ["b.ts -> c.ts -> d.ts -> b.ts", "e.ts -> e.ts"]);
  ring.set("d.ts", []).set("e.ts", []);
  assert.equal(findCycles(ring), []);
});

tidy("finds banned words where they are banned", () => {
  const clock = ["Date", "now()"].join(".");
  assert.equal(findBannedText("harness/runner/a.ts", `x;\nconst t = ${clock};`).length, 1);
  assert.match(
    findBannedText("harness/runner/a.ts", clock)[0] ?? "",
    /^harness\/runner\/a\.ts:1: /,
  );
  for (const path of ["harness/session/a.ts", "harness/cli/a.ts", "scripts/a.ts"]) {
    assert.equal(findBannedText(path, clock), []);
  }
  const everywhere = [
    ["// TO", "DO: later"],
    ["FIX", "ME"],
    ["// @ts-", "ignore"],
    ["cd /wo", "rk/main"],
    ["https://registry.np", "mjs.org/x"],
  ].map((pieces) => pieces.join(""));
  for (const text of everywhere) assert.is(findBannedText("docs/a.md", text).length, 1, text);
  for (const text of [`mktemp -d x.${"X".repeat(6)}`, "./work/a", "a hack", "a/root/b"]) {
    assert.equal(findBannedText("scripts/a", text), [], text);
  }
});

tidy("finds what is too long", () => {
  assert.equal(findTooLong("a.ts", "x\n".repeat(300)), []);
  assert.equal(findTooLong("a.ts", "x\n".repeat(301)), ["a.ts: 301 lines, at most 300"]);
  assert.equal(findTooLong("a.ts", `\n${"é".repeat(100)}\n`), []);
  assert.equal(findTooLong("a.ts", `\n${"é".repeat(101)}\n`), ["a.ts:2: 101 columns, at most 100"]);
});

tidy("wants a line in the README's map for each folder", () => {
  const readme = "text about shim/\n```\n  shim/     the backend\n  store/\n```\n";
  assert.equal(findUnmappedFolders(readme, ["shim", "store"]), []);
  assert.equal(findUnmappedFolders(readme, ["crash"]).length, 1);
});

tidy("takes the median", () => {
  assert.equal([median([]), median([3, 1, 2]), median([1, 2, 3, 4])], [0, 2, 3]);
});

tidy.run();
