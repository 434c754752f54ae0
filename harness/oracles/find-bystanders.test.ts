import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { bystandersOf, withSameFiles } from "./find-bystanders.js";
import { goldenPageBytes as page } from "./golden.js";
import { disk, ext4, file, goldenRun, part, raw } from "./facts/facts.samples.js";

/** Sectors 10 to 29 and 30 to 63: the first and the second page meet inside of each other. */
const a = part(1, "A", raw("1"), { startingLba: 10, endingLba: 29 });
const b = part(2, "B", raw("2"), { startingLba: 30, endingLba: 63 });
/** The second one, with something else in its entry. */
const other = (more: Parameters<typeof part>[3]) => part(2, "B", raw("2"), { ...b.entry, ...more });
const base = disk([a, b], { sizeBytes: 16 * page });
const baseDisk = bufferSource(Buffer.alloc(16 * page, 1));

/** Runs that end with these partitions and have written these bytes, one by one. */
function found(after = base, ...written: number[][]) {
  const runs = (written.length === 0 ? [[]] : written).map((offsets) => {
    const pages = new Map<number, Buffer>();
    for (const offset of offsets) {
      const index = Math.floor(offset / page);
      const bytes = pages.get(index) ?? Buffer.alloc(page, 1);
      bytes[offset % page] = 2;
      pages.set(index, bytes);
    }
    return goldenRun(after, [], pages);
  });
  return bystandersOf(base, runs, baseDisk).join();
}

test("what nobody writes to is a bystander", () => {
  assert.is(found(), "A,B");
  assert.is(found(base, [0, 10 * 512 - 1, 64 * 512]), "A,B");
});

test("one byte in any run is enough, at its first place and its last", () => {
  assert.is(found(base, [10 * 512]), "B");
  assert.is(found(base, [30 * 512 - 1]), "B");
  assert.is(found(base, [30 * 512]), "A");
  assert.is(found(base, [], [63 * 512]), "A");
  assert.is(found(base, [12 * 512], [40 * 512]), "");
});

test("another entry, place or name is none", () => {
  const changed = (more: Parameters<typeof part>[3]) =>
    found(disk([a, other(more)], { sizeBytes: 16 * page }));
  assert.is(changed({}), "A,B");
  for (const more of [{ name: "C" }, { attributes: "1" }, { number: 3 }, { endingLba: 62 }]) {
    assert.is(changed(more), "A");
  }
  assert.is(found(disk([b])), "B");
});

test("a partition that shares its name, before or after, goes by its number too", () => {
  const both = disk([a, b, other({ number: 3 })]);
  assert.is(found(both), "A,B #2");
  assert.equal(bystandersOf(both, [goldenRun(both)], baseDisk), ["A", "B #2", "B #3"]);
  assert.equal(bystandersOf(both, [goldenRun(base)], baseDisk), ["A", "B #2"]);
});

test("partitions without a name are bystanders, but for those that get one", () => {
  const of = (second: string) => disk([part(1, "", raw("1")), part(2, second, raw("2"))]);
  const names = (after: string) => bystandersOf(of(""), [goldenRun(of(after))], baseDisk);
  assert.equal(names(""), ["partition 1", "partition 2"]);
  assert.equal(names("partition 2"), ["partition 1"]);
});

test("a disk that is not divided has none, nor one that was cut off", () => {
  const bare = { ...base, label: "none" as const };
  assert.equal(bystandersOf(bare, [goldenRun(bare)], baseDisk), []);
  assert.is(found({ ...base, sizeBytes: 63 * 512 }), "A");
});

test("the same files, wherever they are now, by names that mean one", () => {
  const of = (number: number, sha256: string, name = "A") =>
    part(number, name, ext4([file("/a", { sha256 })]));
  const kept = (...after: ReturnType<typeof of>[]) =>
    withSameFiles(disk([of(1, "x")]), disk(after)).join();
  assert.is(kept(of(1, "x")), "A");
  assert.is(kept(of(9, "x")), "A");
  assert.is(kept(of(1, "y")), "");
  assert.is(kept(of(1, "x", "B")), "");
  assert.is(kept(of(1, "x"), of(2, "x")), "A #1");
  assert.is(kept(part(1, "A", raw("1"))), "");
});

test.run();
