import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findCycles, findWrongImports, roomOf } from "./tidy-imports.js";
import { findMapProblems, findReadmeProblems } from "./tidy-readmes.js";
import { findBannedText, findCrowdedFolders, findTooLong, median } from "./tidy-text.js";

const tidy = suite("tidy");

/** The problems of one file that imports one thing. */
function wrong(path: string, imported: string): number {
  return findWrongImports(new Map([[path, [imported]]])).length;
}

tidy("knows the room of a file", () => {
  assert.is(roomOf("harness/shim/wire.ts"), "shim");
  assert.is(roomOf("harness/layout/gpt/header.ts"), "layout");
  assert.is(roomOf("fixtures/resizers/reference/main.ts"), "fixtures/resizers");
  assert.is(roomOf("harness/media/disk/a.ts"), "media/disk");
  assert.is(roomOf("harness/media/a.ts"), "media");
  assert.is(roomOf("harness/main.ts"), "main");
  assert.is(roomOf("harness/index.ts"), "index");
  assert.is(roomOf("harness/index.test.ts"), "index");
  assert.is(roomOf("harness/main/other.ts"), undefined);
  assert.is(roomOf("harness/other.ts"), undefined);
  assert.is(roomOf("fixtures/other.ts"), undefined);
});

tidy("lets imports flow down, not up and not aside", () => {
  assert.is(wrong("harness/layout/a.ts", "harness/model/b.ts"), 0);
  assert.is(wrong("harness/layout/a.ts", "harness/layout/gpt/b.ts"), 0);
  assert.is(wrong("harness/model/a.ts", "harness/layout/b.ts"), 1);
  assert.is(wrong("harness/report/a.ts", "harness/runner/case/b.ts"), 1);
  assert.is(wrong("harness/cli/a.ts", "harness/main.ts"), 1);
  assert.is(wrong("harness/index.ts", "harness/session/a.ts"), 0);
  assert.is(wrong("harness/index.ts", "harness/cli/a.ts"), 1);
  assert.is(wrong("harness/session/a.ts", "harness/report/b.ts"), 1);
  assert.is(wrong("harness/main.ts", "harness/runner/case/a.ts"), 1);
  assert.is(wrong("fixtures/resizers/a.ts", "harness/model/b.ts"), 1);
  assert.is(wrong("harness/nowhere/a.ts", "harness/model/b.ts"), 1);
  assert.equal(findWrongImports(new Map([["harness/store/a.ts", ["harness/shim/b.ts"]]])), [
    "harness/store/a.ts: imports harness/shim/b.ts: store may import only store, model",
  ]);
});

tidy("keeps what is above the seam from knowing of what kind a medium is", () => {
  for (const path of ["runner/case/a.ts", "runner/workers/a.ts", "session/a.ts", "cli/a.ts"]) {
    for (const room of ["shim", "layout", "crash", "oracles", "media/disk"]) {
      assert.is(wrong(`harness/${path}`, `harness/${room}/b.ts`), 1, `${path} ${room}`);
    }
    assert.is(wrong(`harness/${path}`, "harness/media/b.ts"), 0);
  }
  const medium = "harness/media/disk/b.ts";
  assert.is(wrong("harness/runner/workers/worker-main.ts", medium), 0);
  assert.is(wrong("harness/media/a.ts", medium), 1);
});

tidy("gives tests a little more, and lets nobody import them", () => {
  assert.is(wrong("harness/layout/a.test.ts", "fixtures/images/b.ts"), 0);
  assert.is(wrong("harness/layout/a.test.ts", "harness/target/b.ts"), 0);
  assert.is(wrong("harness/layout/a.test.ts", "harness/runner/case/b.ts"), 1);
  assert.is(wrong("harness/runner/case/a.ts", "harness/runner/case/b.samples.ts"), 1);
  assert.is(wrong("harness/runner/case/a.test.ts", "harness/runner/case/b.samples.ts"), 0);
  assert.is(wrong("scripts/a.ts", "scripts/b.test.ts"), 1);
});

tidy("has one door for each package", () => {
  assert.is(wrong("harness/target/a.ts", "execa"), 0);
  assert.is(wrong("harness/runner/lab/a.ts", "execa"), 1);
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

tidy("wants a line in the map for each room, and no other", () => {
  const map =
    "text about crash/\n```\n  shim/       the backend\n    layout/gpt/ headers\n  store/\n```\n";
  assert.equal(findMapProblems(map, ["shim/", "layout/gpt/"]), []);
  assert.equal(findMapProblems(map, ["shim/", "layout/gpt/", "crash/", "store/"]), [
    "harness/README.md: the map has no line for crash/",
    "harness/README.md: the map has no line for store/",
  ]);
  assert.equal(findMapProblems(map, ["layout/gpt/"]), [
    "harness/README.md: the map has a line for shim/, which holds no source",
  ]);
});

tidy("wants a short README at the top, and one in each folder there", () => {
  const texts: Record<string, string> = {
    "README.md": "é".repeat(5120),
    "harness/README.md": "a/b/ one\n",
  };
  const checkout = {
    topFolders: ["harness", "scripts"],
    sources: ["harness/main.ts", "harness/a/b/c.ts"],
    read: (path: string) => texts[path],
  };
  assert.equal(findReadmeProblems(checkout), ["scripts/README.md: it is missing"]);
  texts["scripts/README.md"] = "";
  texts["README.md"] = `${"é".repeat(5120)}!`;
  assert.equal(findReadmeProblems(checkout), ["README.md: 10241 bytes, at most 10240"]);
});

tidy("takes the median", () => {
  assert.equal([median([]), median([3, 1, 2]), median([1, 2, 3, 4])], [0, 2, 3]);
});

tidy("finds the folder with too many files, tests and samples not counted", () => {
  const files = (count: number, ending: string): string[] =>
    Array.from({ length: count }, (_, index) => `harness/a/f${index}${ending}`);
  const aside = [...files(30, ".test.ts"), ...files(30, ".samples.ts"), "harness/a/b/deeper.ts"];
  assert.equal(findCrowdedFolders([...files(22, ".ts"), ...aside]), []);
  assert.equal(findCrowdedFolders(files(23, ".ts")), ["harness/a: 23 source files, at most 22"]);
});

tidy.run();
