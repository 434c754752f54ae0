import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { TreeChange, TreeChangeKind } from "../../model/tree/tree-change.js";
import { placedChanges, TreePlaces, treeTerritory } from "./tree-territory.js";
import { TreeRun } from "./tree-run.js";

const test = suite("changes of a tree as crash points");

type Told = Partial<TreeChange> & { readonly change: TreeChangeKind; readonly path: string };

function runOf(told: readonly Told[]): TreeRun {
  const no = { pid: 1, timeUs: 0, offsetBytes: 0, lengthBytes: 0, synchronous: false, recordAt: 0 };
  const trace = told.map((each, index): TreeChange => {
    return { kind: "write", number: index + 1, ino: 7, ...no, ...each };
  });
  return new TreeRun(Buffer.alloc(0), trace, { writeCount: told.length, lineCount: 0, spans: [] });
}

function placesIn(told: readonly Told[]): string[] {
  const run = runOf(told);
  return placedChanges(run, new TreePlaces(run)).map(({ place }) => `${place.name}: ${place.kind}`);
}

test("each change has its words, with nothing in them that steers a terminal", () => {
  assert.equal(
    placesIn([
      { change: "create", path: "a\nb" },
      { change: "write", path: "a" },
      { change: "rename", path: "a", toPath: "d/b" },
      { change: "truncate", path: "b" },
      { change: "truncate", path: "b", offsetBytes: 5 },
      { change: "link", path: "b", toPath: "c" },
      { change: "rmdir", path: "d" },
      { change: "mode", path: "" },
      { change: "set xattr", path: "b", name: "user.x" },
    ]),
    [
      "create a\\x0ab: metadata",
      "write a: metadata",
      "rename a to d/b: metadata",
      "empty b: metadata",
      "cut b to a size: metadata",
      "link c to b: metadata",
      "remove d: metadata",
      "set mode of the root: metadata",
      "set xattr user.x of b: metadata",
    ],
  );
});

test("a file in many pieces is content, one in few is metadata; times are nothing", () => {
  const pieces = Array.from({ length: 20 }, () => ({ change: "write", path: "long" }) as const);
  const found = placesIn([...pieces, { change: "write", path: "short", ino: 8 }]);
  assert.equal([found[0], found.at(-1)], ["write long: data", "write short: metadata"]);
  assert.equal(placesIn([{ change: "times", path: "a" }]), ["set times of a: data"]);
});

test("what fills a folder with many new files is alike, its renames are not", () => {
  const files = Array.from({ length: 250 }, (_, index) => index + 100);
  const told = files.flatMap((ino): Told[] => [
    { change: "create", path: `store/${ino}`, ino },
    { change: "write", path: `store/${ino}`, ino },
  ]);
  const found = placesIn([
    ...told,
    { change: "rename", path: "store/100", toPath: "store/x", ino: 100 },
    { change: "write", path: "store/old", ino: 3 },
    { change: "create", path: "else", ino: 4 },
  ]);
  assert.equal(
    [...new Set(found)],
    [
      "fill store: data",
      "rename store/100 to store/x: metadata",
      "write store/old: metadata",
      "create else: metadata",
    ],
  );
});

test("a write is torn at page borders of its file, and at one byte that is drawn", () => {
  const run = runOf([
    { change: "write", path: "a", offsetBytes: 1000, lengthBytes: 20_000 },
    { change: "write", path: "a", offsetBytes: 0, lengthBytes: 1 },
    { change: "create", path: "b" },
  ]);
  const { changes, tearsOf } = treeTerritory(run, () => ({ points: [], leftOutCount: 0 }), "7f3a");
  const [tears = [], ...others] = changes.map(tearsOf);
  assert.ok([3096, 11_288, 19_480].every((border) => tears.includes(border)));
  assert.is(tears.length, 4);
  assert.ok(tears.every((bytes) => bytes > 0 && bytes < 20_000));
  assert.equal(others, [[], []]);
});

test.run();
