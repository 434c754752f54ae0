import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { PartitionEntry } from "../../layout/partition-table.js";
import type { DiskFacts } from "../facts/facts.js";
import { disk, part, raw } from "../facts/facts.samples.js";
import { matchPartitions } from "./match-partitions.js";

/** "name at number -> name at number" of each partition of either disk. */
function matched(base: DiskFacts, now: DiskFacts): string[] {
  const named = (side?: DiskFacts["partitions"][number]) =>
    side === undefined ? "none" : `${side.tableName} at ${side.entry.number}`;
  return matchPartitions(base, now).map(
    ({ before, after }) => `${named(before)} -> ${named(after)}`,
  );
}

/** A partition of a GPT disk, or of one whose entries have no GUID. */
function at(number: number, name: string, more: Partial<PartitionEntry> = {}) {
  return part(number, name, raw("1"), more);
}
const noGuid = { guid: "" };

test("a partition is the one with its GUID, wherever and whatever it is called", () => {
  const moved = at(7, "NEW", { guid: at(1, "A").entry.guid, startingLba: 9999 });
  assert.equal(matched(disk([at(1, "A")]), disk([moved])), ["A at 1 -> NEW at 7"]);
});

test("else the one with its name, else the one at its place, else the one with its number", () => {
  const base = disk([at(1, "A", noGuid)]);
  const far = { ...noGuid, startingLba: 20_000, endingLba: 20_001 };
  const { startingLba } = at(1, "A").entry;
  const named = at(5, "A", far);
  const there = at(6, "B", { ...noGuid, startingLba });
  const numbered = at(1, "C", { ...far, startingLba: 30_000 });
  assert.equal(matched(base, disk([numbered, there, named]))[0], "A at 1 -> A at 5");
  assert.equal(matched(base, disk([numbered, there]))[0], "A at 1 -> B at 6");
  assert.equal(matched(base, disk([numbered]))[0], "A at 1 -> C at 1");
});

test("what may be one of several is not guessed", () => {
  const twins = [
    at(5, "A", { ...noGuid, startingLba: 1 }),
    at(6, "A", { ...noGuid, startingLba: 2 }),
  ];
  const now = matched(disk([at(1, "A", noGuid)]), disk(twins));
  assert.equal(now, ["A at 1 -> none", "none -> A at 5", "none -> A at 6"]);
});

test("of two that swap their places each is found by its GUID", () => {
  const [a, b] = [at(1, "A"), at(2, "B")];
  const swapped = disk([at(2, "A", { guid: a.entry.guid }), at(1, "B", { guid: b.entry.guid })]);
  assert.equal(matched(disk([a, b]), swapped), ["A at 1 -> A at 2", "B at 2 -> B at 1"]);
});

test("what is gone and what is new stand alone", () => {
  assert.equal(matched(disk([at(1, "A")]), disk([])), ["A at 1 -> none"]);
  assert.equal(matched(disk([]), disk([at(1, "A")])), ["none -> A at 1"]);
  const other = at(2, "B", { startingLba: 50_000 });
  assert.equal(matched(disk([at(1, "A")]), disk([other])), ["A at 1 -> none", "none -> B at 2"]);
});

const anyDisk = fc
  .uniqueArray(fc.nat(6), { maxLength: 5 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc
          .tuple(fc.constantFrom("", "A", "B"), fc.constantFrom("", "1", "2"), fc.nat(3))
          .map(([name, guid, startingLba]) => at(number, name, { guid, startingLba })),
      ),
    ),
  )
  .map((partitions) => disk(partitions));

test("each partition of both disks is there exactly once", () => {
  fc.assert(
    fc.property(anyDisk, anyDisk, (base, now) => {
      const all = matchPartitions(base, now);
      const before = all.flatMap((each) => each.before ?? []);
      const after = all.flatMap((each) => each.after ?? []);
      assert.equal(new Set(before).size, before.length);
      assert.equal(new Set(after).size, after.length);
      assert.equal([before.length, after.length], [base.partitions.length, now.partitions.length]);
    }),
  );
});

test("a disk that has not changed is matched with itself", () => {
  fc.assert(
    fc.property(anyDisk, (same) => {
      const isUnique = (read: (each: PartitionEntry) => string | number) =>
        new Set(same.partitions.map(({ entry }) => read(entry))).size === same.partitions.length;
      fc.pre(
        isUnique(({ guid }) => guid) && same.partitions.every(({ entry }) => entry.guid !== ""),
      );
      for (const { before, after } of matchPartitions(same, same)) assert.is(after, before);
    }),
  );
});

test.run();
