import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseExpectation } from "../../model/expectation.js";
import { differences, file, folder, link } from "./entries.samples.js";
import { treeExpected, variations } from "./tree-expected.js";
import { unaskedLosses } from "./tree-unasked.js";
import { treeWork } from "./tree-work.js";

const test = suite("what runs do to a tree");

const data = file("old");
const base = { data, a: file("a"), b: file("b"), "d/x": file("x") };

test("it is told in words, a line for each kind of deed", () => {
  const now = {
    ...{ data: file("newer"), a2: base.a, l: link("data"), n: folder() },
    ...{ "n/1": file("1"), "n/2": file("2"), "n/3": file("3"), "n/4\n": file("4") },
  };
  assert.equal(treeWork(differences(base, now)), [
    "made 4 files: n/1, n/2, n/3 and 1 more",
    "made 1 folder: n",
    "made 1 link: l",
    "renamed 1 name: a to a2",
    "changed 1 name: data (3 bytes became 5 bytes)",
    "removed 2 files: b, d/x",
  ]);
  assert.equal(treeWork(differences(base, base)), []);
});

test("other content of one size, and another mode, are changes", () => {
  const now = { ...base, data: file("new"), a: { ...base.a, mode: 0o600 } };
  assert.equal(treeWork(differences(base, now)), [
    "changed 2 names: a (mode 0644 became mode 0600), data (other 3 bytes)",
  ]);
});

test("a loss is claimed only where somebody has said what is meant", () => {
  const now = differences(base, { data: file("new"), a2: base.a });
  const lost = (expects: readonly string[], keeps: readonly string[] = []) =>
    unaskedLosses(now, { expects: expects.map(parseExpectation), keeps }).map(({ place }) => place);
  assert.equal(lost([]), []);
  assert.equal(lost([], ["d"]), ["d/x"]);
  assert.equal(lost(["changed: /data"]), ["b", "d/x"]);
  assert.equal(lost(["changed: /data", "gone: b, /d"]), []);
  assert.equal(lost(["wipe"]), []);
  assert.equal(lost(["changed: /data", "changed: /b", "gone: /d"]), ["b"]);
});

test("what differs from run to run is known by name", () => {
  const one = { ...base, data: file("one"), "tmp-12": file("t"), once: file("o") };
  const other = { ...base, data: file("two"), "tmp-345": file("t") };
  const expected = treeExpected(differences(base, one), differences(base, other));
  assert.equal(variations(expected), {
    names: ["tmp-*", "once"],
    contents: ["data"],
    others: [],
  });
});

test.run();
