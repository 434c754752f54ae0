import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { TreeChange, TreeChangeKind } from "../../model/tree/tree-change.js";
import type { TreeEntry } from "../../model/tree/tree-entry.js";
import { differences, file, folder } from "./entries.samples.js";
import { checkTreeAtCrash } from "./tree-at-crash.js";
import { treeExpected } from "./tree-expected.js";
import { Touched, touchedBy } from "./touched.js";

const test = suite("a tree at a crash");

const kept = file("keep me");
const other = file("other");
const base = { kept, other, data: file("old"), d: folder(), "d/x": file("1"), "d/y": file("2") };
const done = { ...base, data: file("new"), "d/x": file("11"), "d/y": file("22") };

function change(kind: TreeChangeKind, { ino }: TreeEntry, path: string, toPath?: string) {
  const no = { pid: 1, timeUs: 0, offsetBytes: 0, lengthBytes: 0, synchronous: false, recordAt: 0 };
  const made: TreeChange = { kind: "write", number: 1, change: kind, ino, path, ...no };
  return toPath === undefined ? made : { ...made, toPath };
}

/** Uninterrupted runs touch `other` too, and leave it as it was. */
const touched = new Touched(
  touchedBy([
    change("write", base.data, "data"),
    change("truncate", other, "other"),
    change("times", kept, "kept"),
    change("rename", base.d, "d", "d.old"),
  ]),
);

type Found = Readonly<Record<string, TreeEntry>>;

function found(now: Found, holds: Partial<Parameters<typeof checkTreeAtCrash>[1]> = {}): string[] {
  const expected = treeExpected(differences(base, done), differences(base, done));
  const asked = { always: [], oneOf: [], bystanders: [], ...holds };
  const faults = checkTreeAtCrash(expected, asked, touched, differences(base, now));
  return faults.map(({ checker, place }) => `${checker}: ${place}`);
}

test("what no run touches must be as before; what they touch may be anything", () => {
  assert.equal(found({ ...base, data: file("") }), []);
  assert.equal(found({ ...base, other: file("") }), []);
  assert.equal(found({ ...base, "d/x": file("?") }), []);
  assert.equal(found({ ...base, kept: file("?") }), ["bystanders: kept"]);
  const { kept: _, ...without } = base;
  assert.equal(found(without), ["bystanders: kept"]);
});

test("what the scenario names must be as before, though runs touch it", () => {
  assert.equal(found({ ...base, other: file("") }, { bystanders: ["other"] }), [
    "bystanders: other",
  ]);
  const more = { ...base, "d/new": file("") };
  assert.equal(found(more, { bystanders: ["d"] }), ["bystanders: d/new"]);
});

test("whole is as before or as after, and nothing in between", () => {
  const always = { always: ["d", "data"] };
  assert.equal(found(base, always), []);
  assert.equal(found(done, always), []);
  assert.equal(found({ ...base, data: done.data }, always), []);
  assert.equal(found({ ...base, "d/x": done["d/x"] }, always), ["whole at the crash: d"]);
  assert.equal(found({ ...base, data: file("") }, always), ["whole at the crash: data"]);
});

test("of several, one will do", () => {
  const oneOf = { oneOf: [["data", "other"]] };
  assert.equal(found({ ...base, data: file("") }, oneOf), []);
  const none = { ...base, data: file(""), other: file("") };
  assert.equal(found(none, oneOf), ["one of several: data or other"]);
});

test.run();
