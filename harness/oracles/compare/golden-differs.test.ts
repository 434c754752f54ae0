import { test } from "uvu";
import * as assert from "uvu/assert";
import type { DiskFacts, PartitionFacts } from "../facts/facts.js";
import type { FsckReport } from "../fsck/fsck.js";
import { goldenDiffers } from "./golden-differs.js";
import { disk, ext4, file, goldenOf, goldenRun, part, raw } from "../facts/facts.samples.js";

const nothing = { always: [], oneOf: [], bystanders: [], keeps: [] };
const files = ext4([file("/a")]);
const base = disk([part(1, "A", files), part(2, "B", raw("1"))]);

/** What two runs differ in that left these partitions. */
function differs(
  first: readonly PartitionFacts[],
  second: readonly PartitionFacts[],
  holds: Partial<Parameters<typeof goldenDiffers>[1]> = {},
  more: Partial<DiskFacts> = {},
) {
  const golden = goldenOf(base, goldenRun(disk(first)), goldenRun(disk(second, more)));
  return goldenDiffers(golden, { ...nothing, ...holds });
}

const a = part(1, "A", files);
const b = part(2, "B", raw("1"));
const otherFiles = part(1, "A", ext4([file("/a", { sha256: "bb" })]));

test("equal runs do not differ", () => {
  const all = { always: ["A"], oneOf: [["A", "B"]], bystanders: ["B"], keeps: ["A"] };
  assert.equal(differs([a, b], [a, b], { ...all, identity: ["A", "B"] }), []);
});

test("content that nobody wants kept, times, GUIDs and places may differ", () => {
  assert.equal(differs([a, b], [otherFiles, b]), []);
  const later = part(1, "A", ext4([file("/a", { modifiedSeconds: 999 })]));
  assert.equal(differs([a, b], [later, b], { keeps: ["A"] }), []);
  const random = part(1, "A", files, { guid: "89ABCDEF-89AB-CDEF-0123-000000000009" });
  assert.equal(differs([a, b], [random, b], { keeps: ["A"] }), []);
  const moved = part(1, "A", files, { startingLba: 8192, endingLba: 10239 });
  assert.equal(differs([a, b], [moved, b], { keeps: ["A"] }), []);
});

test("kept content that is there in one of them only is a difference", () => {
  for (const holds of [{ keeps: ["A"] }, { always: ["A"] }, { oneOf: [["A"]] }]) {
    assert.equal(differs([a, b], [otherFiles, b], holds), ["A: its files"]);
    assert.equal(differs([otherFiles, b], [a, b], holds), ["A: its files"]);
  }
  const renamed = part(1, "Z", files);
  const [table = "", ...more] = differs([a, b], [renamed, b], { keeps: ["A"] });
  assert.match(table, /^partitions: first 1 "A" .*, then 1 "Z" /);
  assert.equal(more, ["A: in one of them nothing has this name"]);
});

test("so is what the table says: label, size, state, partitions, what they hold", () => {
  assert.match(differs([a, b], [a]).join("; "), /^partitions: /);
  assert.match(
    differs([a], [part(1, "A", files, { endingLba: 4096 })]).join("; "),
    /^partitions: /,
  );
  assert.match(differs([a], [part(1, "A", files, { type: "other" })]).join("; "), /type other/);
  assert.match(differs([a], [part(1, "A", raw("2"))]).join("; "), /ext4.*no file system/);
  const torn = part(1, "A", ext4([], { problem: "no root" }));
  assert.match(differs([a], [torn]).join("; "), /unreadable ext4/);
  assert.equal(differs([a], [a], {}, { label: "dos" }), ["disk label: first gpt, then dos"]);
  assert.match(
    differs([a], [a], {}, { sizeBytes: 4096 }).join("; "),
    /^disk size: first \d+, then 4096$/,
  );
  const census = { ...base.census, state: "backup invalid" as const };
  const state = ["state of the GPT: first clean, then backup invalid"];
  assert.equal(differs([a], [a], {}, { census }), state);
});

test("identity that one of them loses is a difference; lost by both, it is wrong each time", () => {
  const lost = (guid: string) => part(1, "A", files, { guid });
  const identity = { identity: ["A"] };
  assert.match(
    differs([a, b], [lost("1"), b], identity).join("; "),
    /^A: expected UniquePartitionGUID/,
  );
  assert.match(
    differs([lost("1"), b], [a, b], identity).join("; "),
    /^A: expected UniquePartitionGUID/,
  );
  assert.equal(differs([lost("1"), b], [lost("2"), b], identity), []);
});

test("bystanders must be equal byte for byte", () => {
  const page = (fill: number) => new Map([[2 * 256 + 3, Buffer.alloc(4096, fill)]]);
  const runs = [goldenRun(base, [], page(1)), goldenRun(base, [], page(2))] as const;
  const golden = goldenOf(base, ...runs);
  assert.equal(goldenDiffers(golden, { ...nothing, bystanders: ["B"] }), [
    "B: its bytes, in page 515",
  ]);
  assert.equal(goldenDiffers(golden, { ...nothing, bystanders: ["A"] }), []);
});

test("a checker that complains after one of them only is a difference", () => {
  const clean: FsckReport[] = [{ partition: "A", kind: "clean" }];
  const bad = (complaint: string): FsckReport[] => [
    { partition: "A", kind: "complaint", complaint },
  ];
  const both = (first: FsckReport[], second: FsckReport[]) =>
    goldenDiffers(goldenOf(base, goldenRun(base, first), goldenRun(base, second)), nothing);
  assert.equal(both(clean, bad("bad")), ["A: fsck of the second run: bad"]);
  assert.equal(both(bad("bad"), clean), ["A: fsck of the first run: bad"]);
  assert.equal(both(bad("bad"), bad("worse")), []);
});

test.run();
