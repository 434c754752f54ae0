import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { refused } from "../refused.samples.js";
import { readDataFile, requireNoProblem } from "./data-file.js";

const folder = mkdtempSync(join(tmpdir(), "data-file-"));
const path = join(folder, "x.jsonc");

test.after(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  writeFileSync(path, text);
  return readDataFile(path);
}

test("comments and a last comma are read over, and each field has its place", () => {
  const file = read('// first\n{\n  /* so */ "a": 1,\n  "b": { "c": [5, 6,], },\n}\n');
  assert.equal(file.keys, { a: 1, b: { c: [5, 6] } });
  assert.is(file.placeOf(["a"]), `${path}:3:12`);
  assert.is(file.placeOf(["b", "c"]), `${path}:4:10`);
  assert.is(file.placeOf(["b", "c", 1]), `${path}:4:19`);
});

test("what is not there stands at what it would be in", () => {
  const file = read('{\n "b": { "c": [5] } }');
  assert.is(file.placeOf(["b", "d"]), `${path}:2:2`);
  assert.is(file.placeOf(["x", "y"]), `${path}:1:1`);
});

test("what is no JSON is refused with its place", () => {
  for (const [text, message] of [
    ['{\n  "a": ,\n}', `cannot read ${path}:2:8: no JSON: value expected`],
    ['{ "a": 1', `cannot read ${path}:1:9: no JSON: close brace expected`],
    ["[]", `cannot read ${path}:1:1: expected an object in { }`],
    ["", `cannot read ${path}:1:1: no JSON: `],
    ['{ "a": 1,\n "b": { "c": 1, "c": 2 } }', `${path}:2:17: c is there twice`],
  ] as const) {
    assert.match(
      refused(() => read(text)),
      message,
    );
  }
  assert.match(
    refused(() => readDataFile(join(folder, "none.json"))),
    `cannot read ${folder}/none.json: ENOENT`,
  );
});

test("all problems are told at once, a line each", () => {
  const file = read('{\n "a": 1,\n "b": 2 }');
  const said = refused(() =>
    requireNoProblem(file, [
      { keys: ["a"], problem: "one" },
      { keys: ["b"], problem: "two" },
    ]),
  );
  assert.is(said, `${path}:2:2: a: one\n${path}:3:2: b: two`);
  requireNoProblem(file, []);
});

test.run();
