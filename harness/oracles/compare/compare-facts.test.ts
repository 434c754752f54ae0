import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ManifestEntry } from "../../layout/file-system.js";
import type { PartitionEntry } from "../../layout/partition-table.js";
import { compareFacts } from "./compare-facts.js";
import type { DiskFacts, FileSystemFacts } from "../facts/facts.js";
import { disk, ext4, file, part, raw } from "../facts/facts.samples.js";

const withFiles = (...manifest: ManifestEntry[]) => disk([part(1, "P3", ext4(manifest))]);
const told = (goldens: DiskFacts[], found: DiskFacts, base = goldens[0] ?? found) =>
  compareFacts(goldens, found, base).map(
    ({ kind, place, message }) => `${kind}: ${place}: ${message}`,
  );
const plain = withFiles(file("/a"), file("/b"));

test("the same facts differ in nothing", () => {
  assert.equal(told([plain, plain], withFiles(file("/a"), file("/b"))), []);
  assert.equal(told([disk([]), disk([])], disk([])), []);
});

test("the order of a manifest and of partitions is no difference", () => {
  assert.equal(told([plain], withFiles(file("/b"), file("/a"))), []);
  const two = [part(1, "A", raw("1")), part(2, "B", raw("2"))];
  assert.equal(told([disk(two)], disk([...two].reverse())), []);
});

test("a changed file is found, and its message names both sides", () => {
  assert.equal(told([plain, plain], withFiles(file("/a"), file("/b", { sha256: "bb" }))), [
    `content: P3: /b: sha256: expected ["aa"], found ["bb"]`,
  ]);
});

test("a missing and an extra file are found", () => {
  assert.equal(told([plain], withFiles(file("/a"))), ["content: P3: /b is missing"]);
  assert.equal(told([plain], withFiles(file("/a"), file("/b"), file("/c"))), [
    "content: P3: /c is unexpected",
  ]);
});

test("where two goldens differ from each other, nothing is expected", () => {
  const other = withFiles(file("/a"), file("/b", { sha256: "bb" }));
  const third = withFiles(file("/a"), file("/b", { sha256: "cc" }));
  assert.equal(told([plain, other], third), []);
  assert.is(told([plain, plain], third).length, 1);
});

test("a file that only one golden has may be there or not", () => {
  const more = withFiles(file("/a"), file("/b"), file("/c"));
  for (const goldens of [
    [plain, more],
    [more, plain],
  ]) {
    assert.equal(told(goldens, plain), []);
    assert.equal(told(goldens, more), []);
    assert.is(told(goldens, withFiles(file("/a"), file("/b"), file("/d"))).length, 1);
  }
});

for (const [field, value] of [
  ["type", "fifo"],
  ["sizeBytes", 6],
  ["mode", 0o600],
  ["uid", 1000],
  ["gid", 1000],
  ["linkTarget", "/elsewhere"],
  ["attributes", 1],
  ["xattrs", { "user.note": "00" }],
] as const) {
  test(`another ${field} of a file is found`, () => {
    const found = withFiles(file("/a", { [field]: value }), file("/b"));
    const differences = told([plain, plain], found);
    assert.is(differences.length, 1);
    assert.match(differences[0] ?? "", `content: P3: /a: ${field}: expected`);
  });
}

test("a lost hard link is found, another number for it is not", () => {
  const linked = (one?: number, other?: number) =>
    withFiles(
      file("/a", one === undefined ? {} : { hardLinkId: one }),
      file("/b", other === undefined ? {} : { hardLinkId: other }),
    );
  assert.equal(told([linked(7, 7)], linked(12, 12)), []);
  assert.ok(told([linked(7, 7)], linked()).some((line) => line.includes("/b: linkedTo")));
  assert.ok(told([linked(7, 7)], linked(7, 8)).some((line) => line.includes("/b: linkedTo")));
  assert.ok(told([linked()], linked(7, 7)).some((line) => line.includes("/b: linkedTo")));
});

test("a time stamp that golden has kept is expected, one that golden has set is not", () => {
  const at = (modifiedSeconds: number) => withFiles(file("/a", { modifiedSeconds }));
  const message = "detail: P3: /a: mtime: expected 100, found 300";
  assert.equal(told([at(100), at(100)], at(300), at(100)), [message]);
  assert.equal(told([at(200), at(200)], at(300), at(100)), []);
  assert.equal(told([at(100), at(200)], at(300), at(100)), []);
  assert.equal(told([at(100)], at(300), disk([])), [], "a file that the base has not");
});

test("a time stamp is compared with the partition of the same name, whatever its number", () => {
  const place = (number: number, modifiedSeconds: number) =>
    disk([part(number, "P3", ext4([file("/a", { modifiedSeconds })]))]);
  assert.is(told([place(2, 100)], place(2, 300), place(9, 100)).length, 1);
});

for (const [field, changed] of [
  ["name", { name: "P4" }],
  ["StartingLBA", { startingLba: 2047 }],
  ["EndingLBA", { endingLba: 4096 }],
  ["type", { type: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" }],
  ["UniquePartitionGUID", { guid: "01234567-89AB-CDEF-0123-FFFFFFFFFFFF" }],
  ["Attributes", { attributes: "0000000000000001" }],
] as const satisfies (readonly [string, Partial<PartitionEntry>])[]) {
  const before = disk([part(1, "P3", raw("1"))]);
  const after = disk([part(1, "P3", raw("1"), changed)]);
  test(`another ${field} in the table is found, unless the goldens differ in it`, () => {
    const differences = told([before, before], after);
    assert.is(differences.length, 1);
    assert.match(differences[0] ?? "", `table: P3: ${field}: expected`);
    const third = disk([part(1, "P3", raw("1"), { ...changed, ...odd(field) })]);
    assert.equal(told([before, after], third), []);
  });
}

test("the real names are compared, not those that stand in for them", () => {
  const of = (...names: string[]) =>
    disk(names.map((name, index) => part(index + 1, name, raw("1"))));
  assert.equal(told([of("A", "A")], of("A", "A")), []);
  assert.equal(told([of("A", "A")], of("A", "B")), ["table: A #2: name: expected A, found B"]);
  assert.equal(told([of("")], of("partition 1")), [
    "table: partition 1: name: expected , found partition 1",
  ]);
});

/** A third value of a field. */
function odd(field: string): Partial<PartitionEntry> {
  if (field === "name") return { name: "P5" };
  if (field === "StartingLBA") return { startingLba: 2046 };
  if (field === "EndingLBA") return { endingLba: 4097 };
  if (field === "type") return { type: "0" };
  return field === "Attributes" ? { attributes: "3" } : { guid: "0" };
}

test("a missing and an extra partition, another disk GUID, a damaged copy are found", () => {
  const one = disk([part(1, "A", raw("1"))]);
  const two = disk([part(1, "A", raw("1")), part(2, "B", raw("2"))]);
  assert.equal(told([two], one), ["table: table: partition numbers: expected 1 2, found 1"]);
  assert.equal(told([one], two), ["table: table: partition numbers: expected 1, found 1 2"]);
  assert.match(
    told([one], disk(one.partitions, { diskId: "X" })).join(),
    /^table: table: disk GUID/,
  );
  assert.match(
    told([one], disk(one.partitions, { sizeBytes: 1 })).join(),
    /^table: table: disk size/,
  );
  const census = { ...one.census, state: "backup invalid" as const };
  assert.equal(told([one], disk(one.partitions, { census })), [
    "table: table: state of the GPT: expected clean, found backup invalid",
  ]);
});

test("another label, slot or damage of an MBR is found", () => {
  const dos = (slots: Record<number, string>, problems: string[] = []) =>
    disk([], { label: "dos", mbr: { slots, problems } });
  const one = dos({ 1: "a", 2: "0x05 from LBA 2, 3 sectors" });
  assert.equal(told([one], dos({ 1: "a", 2: "0x05 from LBA 2, 3 sectors" })), []);
  assert.equal(told([one], dos({ 1: "a" })), [
    "table: table: slot 2 of the MBR: expected 0x05 from LBA 2, 3 sectors, found empty",
  ]);
  assert.is(told([one, dos({ 1: "a" })], dos({ 1: "a", 2: "x" })).length, 0);
  assert.match(told([disk([])], disk([], { label: "none" })).join(), /^table: table: disk label/);
  const chain = dos({ 1: "a", 2: "0x05 from LBA 2, 3 sectors" }, ["mbr.extended[1]: torn"]);
  assert.match(told([one], chain).join(), "table: table: MBR: expected []");
  const moved = (start: number) =>
    disk([part(1, "A", raw("1"), { startingLba: start })], {
      label: "dos",
      mbr: { slots: { 1: `from ${start}` }, problems: [] },
    });
  assert.equal(told([moved(2048)], moved(2049)), [
    "table: A: StartingLBA: expected 2048, found 2049",
  ]);
});

test("a file system with no reader is told by its type and its bytes", () => {
  const of = (otherType: "xfs" | "btrfs", rawSha256: string) =>
    disk([part(1, "A", { otherType, rawSha256 })]);
  assert.equal(told([of("xfs", "1")], of("xfs", "1")), []);
  assert.match(told([of("xfs", "1")], of("btrfs", "1")).join(), "expected xfs, found btrfs");
  assert.match(told([of("xfs", "1")], of("xfs", "2")).join(), "SHA-256 of its bytes");
  assert.equal(told([of("xfs", "1"), of("xfs", "2")], of("xfs", "3")), []);
});

test("other bytes, no file system, another or an unreadable one are found", () => {
  const of = (content: Parameters<typeof part>[2]) => disk([part(1, "A", content)]);
  assert.match(told([of(raw("1"))], of(raw("2"))).join(), "SHA-256 of its bytes: expected 1");
  assert.match(told([plain], of(raw("2"))).join(), "file system: expected ext4, found none");
  const changed: [Partial<FileSystemFacts>, RegExp][] = [
    [{ type: "ext2" }, /^content: .*file system: expected ext4, found ext2$/],
    [{ label: "x" }, /^content: .*label: expected data, found x$/],
    [{ sizeBytes: 9 }, /^content: .*file system size: expected 1048576, found 9$/],
    [{ id: "id-2" }, /^detail: .*file system id: expected id-1, found id-2$/],
    [{ problem: "bad" }, /^content: .*readable: expected yes, found bad$/],
  ];
  const manifest = [file("/a"), file("/b")];
  for (const [more, message] of changed) {
    const differences = told([of(ext4(manifest))], of(ext4(manifest, more)));
    assert.is(differences.length, 1);
    assert.match(differences[0] ?? "", message);
  }
});

test.run();
