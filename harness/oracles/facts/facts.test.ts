import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource, type ByteSource } from "../../layout/byte-source.js";
import { encodeGpt } from "../../layout/gpt/gpt.js";
import { putRecord, sampleDosDisk } from "../../layout/mbr/mbr.samples.js";
import { readFacts } from "./facts.js";
import type { PartitionContent } from "./partition-content.js";
import { Recent } from "../../model/recent.js";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

test("a DOS disk has its partitions, its slots and no GPT", () => {
  const bytes = sampleDosDisk();
  const facts = readFacts(bufferSource(bytes));
  assert.equal([facts.label, facts.census.state, facts.diskId], ["dos", "no GPT", "0x1234abcd"]);
  assert.equal(facts.gptProblems, []);
  assert.equal(facts.mbr, {
    slots: {
      1: "0x0c from LBA 64, 100 sectors, active",
      2: "0x05 from LBA 200, 300 sectors",
      3: "0xef from LBA 600, 50 sectors",
    },
    problems: [],
  });
  assert.equal(
    facts.partitions.map(({ entry, startBytes, sizeBytes }) => [
      entry.number,
      startBytes,
      sizeBytes,
    ]),
    [
      [1, 64 * 512, 100 * 512],
      [3, 600 * 512, 50 * 512],
      [5, 210 * 512, 80 * 512],
      [6, 310 * 512, 90 * 512],
    ],
  );
  const five = facts.partitions.find(({ entry }) => entry.name === "partition 5");
  assert.is(five?.rawSha256, sha256(bytes.subarray(210 * 512, 290 * 512)));
});

test("a whole disk is one partition, with what it holds", () => {
  const bytes = Buffer.alloc(10_001, "x");
  bytes.write("XFSB", 0, "latin1");
  const { label, partitions, mbr } = readFacts(bufferSource(bytes));
  assert.is(label, "none");
  assert.is(mbr, undefined);
  assert.is(partitions.length, 1);
  assert.equal(partitions[0]?.entry.number, 0);
  assert.is(partitions[0]?.sizeBytes, 10_001);
  assert.is(partitions[0]?.otherType, "xfs");
  assert.is(partitions[0]?.rawSha256, sha256(bytes));
});

test("only the named partitions are read", () => {
  const { partitions } = readFacts(bufferSource(sampleDosDisk()), new Set(["partition 5"]));
  assert.equal(
    partitions.map(({ entry }) => entry.number),
    [5],
  );
  assert.equal(readFacts(bufferSource(Buffer.alloc(99_999)), new Set()).partitions, []);
});

/** A GPT, its primary copy only, of partitions 1, 2, ... with these names, of 8 sectors each. */
function gptDisk(...names: string[]): Buffer {
  const header = {
    revision: 0x10000,
    headerSizeBytes: 92,
    myLba: 1,
    alternateLba: 127,
    firstUsableLba: 34,
    lastUsableLba: 94,
    diskGuid: "01234567-89AB-CDEF-0123-456789ABCDEF",
    partitionEntryLba: 2,
    numberOfPartitionEntries: 128,
    sizeOfPartitionEntry: 128,
  };
  const entries = names.map((name, index) => ({
    number: index + 1,
    name,
    typeGuid: "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
    guid: header.diskGuid,
    attributes: "0".repeat(16),
    startingLba: 40 + 8 * index,
    endingLba: 47 + 8 * index,
  }));
  const copy = encodeGpt(header, entries, 512);
  const disk = Buffer.alloc(128 * 512);
  copy.header.copy(disk, 512);
  copy.entries.copy(disk, 1024);
  return disk;
}

test("names of a GPT are made unique, and its own are kept beside them", () => {
  const names = (wanted?: ReadonlySet<string>) =>
    readFacts(bufferSource(gptDisk("A", "", "B", "A")), wanted).partitions.map(
      ({ entry, tableName }) => [entry.name, tableName],
    );
  assert.equal(names(), [
    ["A #1", "A"],
    ["partition 2", ""],
    ["B", "B"],
    ["A #4", "A"],
  ]);
  assert.equal(names(new Set(["partition 2", "A #4"])).map(String), ["partition 2,", "A #4,A"]);
  assert.equal(names(new Set(["A"])).map(String), ["A #1,A", "A #4,A"]);
});

/** A disk that counts the reads of a range. */
function counting(disk: Buffer, startLba: number, endLba: number) {
  const source = bufferSource(disk);
  let count = 0;
  const read = (offset: number, length: number) => {
    if (length > 512 && offset >= startLba * 512 && offset < endLba * 512) count += 1;
    return source.read(offset, length);
  };
  const counted: ByteSource = { sizeBytes: disk.length, read };
  return { counted, count: () => count };
}

test("a partition whose bytes are known is not read again", () => {
  const recent = new Recent<PartitionContent>();
  const disk = sampleDosDisk();
  const keyOf = (start: number, size: number) => sha256(disk.subarray(start, start + size));
  const reuse = { keyOf, recent };
  const plain = readFacts(bufferSource(disk));
  assert.equal(readFacts(bufferSource(disk), undefined, reuse), plain);
  assert.is(recent.reusedCount, 0);
  const { counted, count } = counting(disk, 210, 290);
  assert.equal(readFacts(counted, undefined, reuse), plain);
  assert.is(recent.reusedCount, 4);
  const before = count();
  disk.writeUInt8(9, 220 * 512);
  assert.equal(readFacts(counted, undefined, reuse), readFacts(bufferSource(disk)));
  assert.is(recent.reusedCount, 7);
  assert.ok(count() > before);
});

test("known content gets the entry that the table has now", () => {
  const recent = new Recent<PartitionContent>();
  const disk = sampleDosDisk();
  const reuse = { keyOf: () => "same", recent };
  readFacts(bufferSource(disk), undefined, reuse);
  putRecord(disk, 0, [[0x83, 64, 100]]);
  const [only] = readFacts(bufferSource(disk), undefined, reuse).partitions;
  assert.is(recent.reusedCount, 1);
  assert.equal([only?.entry.type, only?.entry.attributes], ["0x83", ""]);
});

test("other places and sizes, and bytes that have no name, are read", () => {
  const recent = new Recent<PartitionContent>();
  const disk = sampleDosDisk();
  readFacts(bufferSource(disk), undefined, { keyOf: () => "same", recent });
  putRecord(disk, 0, [
    [0x0c, 64, 101],
    [0x0c, 65, 100],
  ]);
  readFacts(bufferSource(disk), undefined, { keyOf: () => "same", recent });
  readFacts(bufferSource(disk), undefined, { keyOf: () => undefined, recent });
  assert.is(recent.reusedCount, 0);
});

test("the oldest is forgotten when there is no room", () => {
  const recent = new Recent<number>(2);
  for (const [index, key] of ["a", "b", "c"].entries()) recent.set(key, index);
  assert.equal(
    ["a", "b", "c"].map((key) => recent.get(key)),
    [undefined, 1, 2],
  );
  assert.is(recent.reusedCount, 2);
});

test.run();
