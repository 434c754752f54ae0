import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkDurable } from "./durable.js";
import type { DiskFacts } from "./facts/facts.js";
import { disk, ext4, file, goldenOf, goldenRun, part, raw } from "./facts/facts.samples.js";
import type { Golden } from "./golden.js";
import { noRepair } from "./harm/repair.samples.js";

const before = disk([part(1, "A", ext4([file("/a")])), part(2, "B", raw("1"))]);
const after = disk([part(1, "A", ext4([file("/a"), file("/new")])), part(2, "B", raw("2"))]);
const golden: Golden = { ...goldenOf(before, goldenRun(after)), bytes: "not read" };
const promise = "it had said that it was done";

/** "class, place, by checker: message" of each fault. */
async function missing(found: DiskFacts, outside: readonly Fault[] = []): Promise<string[]> {
  const crash = { found, fsck: [], repaired: noRepair };
  const faults = await checkDurable(golden, crash, outside, promise);
  return faults.map((each) => `${each.class}, ${each.place}, by ${each.checker}: ${each.message}`);
}
type Fault = Parameters<typeof checkDurable>[2][number];

test("what was done is there", async () => {
  assert.equal(await missing(after), []);
});

test("what is not there breaks the promise, place for place", async () => {
  assert.equal(await missing(before), [
    `diverged, A, by durable: ${promise}: /new is missing`,
    `diverged, B, by durable: ${promise}: SHA-256 of its bytes: expected 2, found 1`,
  ]);
  const [, second] = after.partitions;
  assert.ok(second);
  const lost = await missing(disk([part(1, "A", ext4([])), second]));
  assert.match(lost[0] ?? "", "silently lost, A, by durable:");
});

test("bytes that nobody reads are at least not those that were done", async () => {
  const [first] = after.partitions;
  assert.ok(first);
  assert.equal(await missing(disk([first, part(2, "B", raw("3"))])), [
    `diverged, B, by durable: ${promise}: bytes differ, content not read ` +
      "(of no format that is known here)",
  ]);
});

test("bytes that nobody reads are left to a view of the user's", async () => {
  const [first] = after.partitions;
  assert.ok(first);
  for (const sha256 of ["1", "3"]) {
    const found = disk([first, part(2, "B", raw(sha256))]);
    const crash = { found, fsck: [], repaired: noRepair };
    const viewed = { ...golden, bytes: "viewed" as const };
    assert.equal(await checkDurable(viewed, crash, [], promise), []);
    assert.is((await checkDurable(golden, crash, [], promise)).length, 1);
  }
});

test("a name may hold what stands between a place and its message elsewhere", async () => {
  const odd = (sha256: string) => disk([part(1, "data: old", raw(sha256))]);
  const { base, runs } = goldenOf(odd("1"), goldenRun(odd("2")));
  const crash = { found: odd("3"), fsck: [], repaired: noRepair };
  const [fault] = await checkDurable({ ...golden, base, runs }, crash, [], promise);
  assert.is(fault?.place, "data: old");
  assert.match(fault?.message ?? "", `${promise}: bytes differ`);
});

test("what lies outside of all partitions is part of the promise", async () => {
  const header: Fault = {
    ...{ checker: "bytes outside partitions", class: "diverged" },
    ...{ place: "backup header", message: "MyLBA: expected 9, found 8" },
  };
  assert.equal(await missing(after, [header]), [
    `diverged, backup header, by durable: ${promise}: MyLBA: expected 9, found 8`,
  ]);
});

test.run();
