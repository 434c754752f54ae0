import { test } from "uvu";
import * as assert from "uvu/assert";
import { identityLost } from "./identity.js";
import { disk, ext4, file, part, raw } from "../facts/facts.samples.js";

const files = ext4([file("/a")]);
const base = disk([part(1, "DATA", files), part(2, "CONFIG", raw("aa"))]);
const kept = new Set(["DATA", "CONFIG"]);
const moved = { startingLba: 8192, endingLba: 10239 };

test("a partition that has moved and got another number keeps its identity", () => {
  const guid = base.partitions[0]?.entry.guid ?? "";
  const now = disk([part(5, "DATA", files, { ...moved, guid }), part(2, "CONFIG", raw("bb"))]);
  assert.equal(identityLost(base, now, kept), []);
  const message = "expected number 1, found 5";
  assert.equal(identityLost(base, now, kept, new Set(["DATA"])), [{ place: "DATA", message }]);
});

for (const [what, lost] of [
  ["type", { type: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" }],
  ["UniquePartitionGUID", { guid: "89ABCDEF-89AB-CDEF-0123-000000000001" }],
  ["Attributes", { attributes: "0000000000000001" }],
] as const) {
  test(`${what} is lost`, () => {
    const now = disk([part(1, "DATA", files, lost), part(2, "CONFIG", raw("aa"))]);
    const [first, ...more] = identityLost(base, now, kept);
    assert.is(first?.place, "DATA");
    const words = `^expected ${what} \\S+, found ${Object.values(lost)[0]}$`;
    assert.match(first?.message ?? "", new RegExp(words));
    assert.equal(more, []);
    assert.equal(identityLost(base, now, new Set(["CONFIG"])), []);
  });
}

test("a file system's label is part of it, and the number of what has not moved", () => {
  const other = ext4([file("/a")], { label: "none" });
  const now = disk([part(1, "DATA", other), part(2, "CONFIG", raw("aa"), { number: 3 })]);
  assert.equal(identityLost(base, now, kept), [
    { place: "DATA", message: "expected label data, found none" },
    { place: "CONFIG", message: "expected number 2, found 3" },
  ]);
});

test("what is not there any more is said by other checks", () => {
  assert.equal(identityLost(base, disk([]), kept), []);
});

test.run();
