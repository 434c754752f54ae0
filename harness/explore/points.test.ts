import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Place } from "../model/place.js";
import type { PlacedChange } from "./placed-change.js";
import { parsePoints } from "./point-filter.js";
import { planPoints, type Territory } from "./points.js";

const table: Place = { name: "primary header", kind: "table" };
const inodes: Place = { name: "P1: inode tables", kind: "metadata" };
const data: Place = { name: "P1: data", kind: "data" };

function change(number: number, place: Place): PlacedChange {
  return { number, step: number <= 3 ? "begin" : "copy", place, likeness: "data" };
}

/** Change 1 of the table, 2 and 3 of metadata, 4 to 103 of data, 104 of the table. */
const territory: Territory = {
  shape: {
    writeCount: 104,
    lineCount: 0,
    spans: [
      { step: "begin", firstWrite: 1, lastWrite: 3, firstLine: 1, lastLine: 0 },
      { step: "copy", firstWrite: 4, lastWrite: 104, firstLine: 1, lastLine: 0 },
    ],
  },
  changes: [
    change(1, table),
    change(2, inodes),
    change(3, inodes),
    ...Array.from({ length: 100 }, (_, index) => change(4 + index, data)),
    change(104, table),
  ],
  tearsOf: ({ number }) => (number === 104 ? [100] : [512, 700]),
  lossesOf: () => ({ points: [], leftOutCount: 0 }),
};

function chosen(points?: string): number[] {
  const plan = planPoints(territory, parsePoints(points), ["kill"], "7f3a");
  const numbers = plan.points.flatMap((point) => (point.kind === "write" ? [point.writes] : []));
  return numbers.sort((a, b) => a - b);
}

test("by default all metadata, and of like writes the first, the last and three drawn ones", () => {
  const numbers = chosen();
  assert.equal(numbers.slice(0, 4), [1, 2, 3, 4]);
  assert.equal(numbers.slice(-2), [103, 104]);
  assert.is(numbers.length, 9);
  const { representedCount, placeCount, rows } = planPoints(
    territory,
    parsePoints(undefined),
    ["kill"],
    "7f3a",
  );
  assert.is(placeCount, 104);
  assert.is(representedCount, 95);
  assert.equal(rows.at(-2), { step: "copy", region: "P1: data", chosen: 5, all: 100 });
});

test("the words of --points narrow it, and all must hold", () => {
  assert.equal(chosen("gpt"), [1, 104]);
  assert.equal(chosen("metadata"), [1, 2, 3, 104]);
  assert.equal(chosen("gpt,step=copy"), [104]);
  assert.equal(chosen("region=inode"), [2, 3]);
  assert.equal(chosen("write=10..20:5"), [10, 15, 20]);
  assert.is(chosen("all").length, 104);
  assert.is(chosen("all,sample=7").length, 7);
  assert.equal(chosen("all,growing"), [1, 2, 4, 8, 16, 32, 64]);
  assert.equal(chosen("step=nowhere"), []);
  assert.equal(chosen("step-ends"), [3, 104]);
  assert.equal(chosen("step-ends,step=begin"), [3]);
});

test("of each place in the code the first change, the last and three drawn ones are run", () => {
  const siteOf = (number: number) => (number === 104 ? {} : { site: number % 2 });
  const changes = territory.changes.map((each) => ({ ...each, ...siteOf(each.number) }));
  const plan = planPoints({ ...territory, changes }, parsePoints("sites"), ["kill"], "7f3a");
  const numbers = plan.points.flatMap((point) => (point.kind === "write" ? [point.writes] : []));
  const [even, odd] = [0, 1].map((rest) => numbers.filter((each) => each % 2 === rest));
  assert.ok([2, 102, 104].every((number) => even?.includes(number)));
  assert.ok([1, 103].every((number) => odd?.includes(number)));
  assert.is(numbers.length, 11);
  assert.throws(() => parsePoints("all,sites"), /can't be joined/);
  assert.throws(() => parsePoints("sites", "nested"), /--nested: "sites" is none of/);
});

test("kills come before torn writes, and the ends of each step before its middle", () => {
  const models = ["torn", "kill"] as const;
  const { points } = planPoints(territory, parsePoints("all"), models, "7f3a");
  const kills = points.slice(0, 104).map((point) => point.kind === "write" && point.writes);
  assert.equal(kills.slice(0, 6), [1, 3, 4, 104, 2, 54]);
  assert.equal(new Set(kills).size, 104);
  assert.ok(points.slice(104).every((point) => point.kind === "write" && point.bytes > 0));
});

test("torn points are those that the territory has in a change", () => {
  const { points } = planPoints(territory, parsePoints("write=1"), ["torn"], "7f3a");
  assert.equal(points, [
    { kind: "write", writes: 0, bytes: 512 },
    { kind: "write", writes: 0, bytes: 700 },
  ]);
});

test("ctrl-C comes last, at the first and the last write of each step to each region", () => {
  const models = ["interrupt", "kill"] as const;
  const { points, interruptsLeftOut } = planPoints(
    territory,
    parsePoints("metadata"),
    models,
    "7f3a",
  );
  const words = points.map((point) => `${point.kind} ${point.writes}`);
  const interrupts = words.splice(4).sort();
  assert.ok(words.every((word) => word.startsWith("write ")));
  assert.equal(interrupts, ["interrupt 1", "interrupt 104", "interrupt 2", "interrupt 3"]);
  assert.is(interruptsLeftOut, 0);
  const ofData = planPoints(territory, parsePoints("step=copy"), models, "7f3a");
  assert.is(ofData.interruptsLeftOut, 3);
});

for (const word of ["nothing", "step=", "write=5..", "write=1..9:0", "sample=0", "sample=x"]) {
  test(`--points "${word}" is refused`, () => {
    assert.throws(() => parsePoints(word), /--points: "/);
  });
}

test.run();
