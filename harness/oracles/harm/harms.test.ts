import { test } from "uvu";
import * as assert from "uvu/assert";
import type { DiskFacts } from "../facts/facts.js";
import { disk, ext4, file, goldenOf, goldenRun, part, raw } from "../facts/facts.samples.js";
import type { FsckComplaint } from "../fsck/fsck.js";
import type { Golden } from "../golden.js";
import type { Repair } from "../repair/repair-copy.js";
import { harmsOf, type RepairCopy } from "./harms.js";
import { mending, noRepair, repairOf } from "./repair.samples.js";

const files = ext4([file("/a"), file("/b")]);
const whole = disk([part(1, "A", files), part(2, "B", raw("1"))]);
const golden = goldenOf(whole, goldenRun(whole));
const withA = (content: Parameters<typeof part>[2]) =>
  disk([part(1, "A", content), part(2, "B", raw("1"))]);
const broken = withA(ext4([], { problem: "bad root" }));
const sick = (partition: string): FsckComplaint => {
  return { partition, kind: "complaint", complaint: "exit 4; bad bitmap" };
};

/** "class, place, by checker: message" of each fault. */
async function harms(
  found: DiskFacts,
  complaints: readonly FsckComplaint[] = [],
  repaired: RepairCopy = noRepair,
  expected: Golden = golden,
): Promise<string[]> {
  const suspect = {
    golden: expected,
    found,
    sick: complaints,
    lostClass: "lost" as const,
    repaired,
  };
  const { faults, unread } = await harmsOf(suspect);
  const said = faults.map(
    (each) => `${each.class}, ${each.place}, by ${each.checker}: ${each.message}`,
  );
  return [...said, ...unread.map(({ place, message }) => `unread: ${place}: ${message}`)];
}

test("a whole disk has come to no harm, and nothing is repaired", async () => {
  const never: RepairCopy = () => Promise.reject(new Error("repaired"));
  assert.equal(await harms(whole, [], never), []);
  const lost = await harms(withA(ext4([file("/a")])), [], never);
  assert.equal(lost, ["lost, A, by against golden: 1 of 3 files gone (/b)"]);
});

test("a partition that is gone is lost, one that got another name is not", async () => {
  const [, second] = whole.partitions;
  assert.ok(second);
  assert.equal(await harms(disk([second])), ["lost, A, by against golden: it is gone"]);
  assert.equal(await harms(disk([part(1, "NEW", files), part(2, "B", raw("1"))])), []);
});

test("of two that might be it, the whole one counts", async () => {
  const two = disk([part(5, "A", ext4([])), part(1, "OLD", files), part(2, "B", raw("1"))]);
  assert.equal(await harms(two), []);
});

const bad = "exit 4; bad bitmap";
const after = "after e2fsck -fy";

for (const [what, repaired, ends] of [
  [
    "mends it",
    mending(),
    "needs repair, A, by fsck: exit 4; bad bitmap; e2fsck -fy mends it, and loses nothing",
  ],
  [
    "mends it in two passes",
    mending(undefined, 2),
    `needs repair, A, by fsck: ${bad}; e2fsck -fy mends it, in 2 passes, and loses nothing`,
  ],
  [
    "deletes a file",
    mending(ext4([file("/a")])),
    `destroyed by repair, A, by repair: ${bad}; it was whole; ${after}: 1 of 3 files gone (/b)`,
  ],
  ["is none", noRepair, "beyond repair, A, by fsck: exit 4; bad bitmap; nothing repairs it"],
] as const) {
  test(`whole, and a checker complains: the usual repair ${what}`, async () => {
    assert.equal(await harms(whole, [sick("A")], repaired), [ends]);
  });
}

for (const [repair, end] of [
  [
    { kind: "not mended", by: "e2fsck -fy", complaint: "exit 8" },
    "after e2fsck -fy the check says: exit 8",
  ],
  [{ kind: "hung", by: "e2fsck -fy", limitMs: 1000 }, "e2fsck -fy does not end"],
  [{ kind: "crashed", by: "e2fsck -fy", signal: "SIGSEGV" }, "e2fsck -fy was ended by a signal"],
] as const satisfies (readonly [Repair, string])[]) {
  test(`a repair that is ${repair.kind} leaves it as it was`, async () => {
    assert.equal(await harms(whole, [sick("A")], repairOf(repair)), [
      `beyond repair, A, by fsck: exit 4; bad bitmap; ${end}`,
    ]);
    assert.equal(await harms(broken, [], repairOf(repair)), [
      `unreadable, A, by against golden: its ext4 can't be read: bad root; ${end}`,
    ]);
  });
}

test("a complaint that a repair leaves is not told twice", async () => {
  const repair = { kind: "not mended", by: "e2fsck -fy", complaint: "exit 4; bad bitmap" } as const;
  assert.equal(await harms(whole, [sick("A")], repairOf(repair)), [
    "beyond repair, A, by fsck: exit 4; bad bitmap; after e2fsck -fy the check says the same",
  ]);
});

test("what can't be read is what a repair makes of it", async () => {
  const problem = "its ext4 can't be read: bad root";
  assert.equal(await harms(broken), [
    `unreadable, A, by against golden: ${problem}; nothing repairs it`,
  ]);
  assert.equal(await harms(broken, [sick("A")], mending(files)), [
    `needs repair, A, by fsck: ${problem}; ${bad}; e2fsck -fy mends it, and loses nothing`,
  ]);
  assert.equal(await harms(broken, [], mending(ext4([file("/a")]))), [
    `lost, A, by against golden: ${problem}; after e2fsck -fy: 1 of 3 files gone (/b)`,
  ]);
});

test("what a repair has left of what could not be read is told apart", async () => {
  const after = async (found: DiskFacts, sick: readonly FsckComplaint[], repaired: RepairCopy) => {
    const suspect = { golden, found, sick, lostClass: "lost" as const, repaired };
    return (await harmsOf(suspect)).afterRepair.map((each) => each.class);
  };
  const loses = mending(ext4([file("/a")]));
  assert.equal(await after(broken, [], loses), ["lost"]);
  assert.equal(await after(broken, [], mending(files)), []);
  assert.equal(await after(broken, [], noRepair), []);
  assert.equal(await after(whole, [sick("A")], loses), [], "it was whole");
  assert.equal(await after(withA(ext4([file("/a")])), [], loses), [], "it could be read");
});

test("what is damaged is what a repair makes of it, and lost where none does", async () => {
  const damaged = withA(ext4([file("/a"), file("/b", { unread: "no end" })]));
  const problem = "1 of 3 files that can't be read (/b); /b can't be read: no end";
  assert.equal(await harms(damaged), [
    `lost, A, by against golden: ${problem}; nothing repairs it`,
  ]);
  assert.equal(await harms(damaged, [], mending(files)), [
    `needs repair, A, by fsck: ${problem}; e2fsck -fy mends it, and loses nothing`,
  ]);
  assert.equal(await harms(damaged, [], mending(ext4([file("/a")]))), [
    `lost, A, by against golden: ${problem}; ${after}: 1 of 3 files gone (/b)`,
  ]);
});

test("what stood at its place before is no excuse, where it had a name of its own", async () => {
  const place = (number: number, name: string, path: string) =>
    part(number, name, ext4([file(path)]));
  const before = disk([place(1, "A", "/a"), place(2, "B", "/b")]);
  const swapped = disk([place(2, "A", "/a"), place(1, "B", "/b")]);
  const swap = goldenOf(before, goldenRun(swapped));
  assert.equal(await harms(before, [], noRepair, swap), []);
  assert.equal(
    await harms(disk([part(2, "A", ext4([])), place(1, "B", "/b")]), [], noRepair, swap),
    ["lost, A, by against golden: 1 of 2 files gone (/a)"],
  );
});

test("a partition that only a finished run has was not there to be lost", async () => {
  const more = goldenOf(whole, goldenRun(disk([...whole.partitions, part(7, "NEW", files)])));
  assert.equal(await harms(whole, [], noRepair, more), []);
});

test("a complaint about a partition that golden is without counts too", async () => {
  const extra = disk([...whole.partitions, part(7, "TEMP", ext4([file("/t")]))]);
  assert.equal(await harms(extra, [sick("TEMP")]), [
    "beyond repair, TEMP, by fsck: exit 4; bad bitmap; nothing repairs it",
  ]);
  assert.equal(await harms(extra), []);
});

test("where nothing can be told any more, it is repaired as what all sides have", async () => {
  const asked: (string | undefined)[] = [];
  const repaired: RepairCopy = (partition, type) => {
    asked.push(type);
    return mending(files)(partition, type);
  };
  assert.equal(await harms(withA(raw("9")), [], repaired), [
    "needs repair, A, by fsck: expected ext4, found none that is known; " +
      "e2fsck -fy mends it, and loses nothing",
  ]);
  assert.equal(asked, ["ext4"]);
});

test("bytes that nobody can read are told, and are no fault", async () => {
  const other = disk([part(1, "A", files), part(2, "B", raw("2"))]);
  assert.equal(await harms(other), ["lost, B, by against golden: its bytes are other ones"]);
  const changing = goldenOf(whole, goldenRun(disk([part(1, "A", files), part(2, "B", raw("3"))])));
  const theirs = { ...changing, bytes: "not read" as const };
  assert.equal(await harms(other, [], noRepair, theirs), [
    "unread: B: bytes differ, content not read (of no format that is known here)",
  ]);
});

test.run();
