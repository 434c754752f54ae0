import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { sampleGptDisk, sampleGuid } from "../layout/gpt/gpt.samples.js";
import { sampleDosDisk } from "../layout/mbr/mbr.samples.js";
import { checkBytesOutside } from "./bytes.js";
import { readFacts } from "./facts/facts.js";
import { goldenOf, goldenRun } from "./facts/facts.samples.js";
import { goldenPageBytes as page } from "./golden.js";

const gpt = sampleGptDisk(512);
const otherGuid = sampleGuid.replace("0", "F");

function pagesOf(base: Buffer, now: Buffer): Map<number, Buffer> {
  const pages = new Map<number, Buffer>();
  for (let at = 0; at < now.length; at += page) {
    const bytes = now.subarray(at, at + page);
    if (!bytes.equals(base.subarray(at, at + page))) pages.set(at / page, bytes);
  }
  return pages;
}

/** What is said of a disk where runs have left `first` and `second`, of a base like the first. */
function judged(now: Buffer, first: Buffer, second = first, base = first, compared: number[] = []) {
  const [one, other] = [first, second].map((each) =>
    goldenRun(readFacts(bufferSource(each)), [], pagesOf(base, each)),
  );
  assert.ok(one && other);
  const golden = goldenOf(readFacts(bufferSource(base)), one, other);
  const changed = [...pagesOf(base, now).keys()];
  const [from, disk] = [base, now].map(bufferSource);
  assert.ok(from && disk);
  return checkBytesOutside(golden, from, disk, changed, new Set(compared));
}
const messages = (...disks: Parameters<typeof judged>) =>
  judged(...disks).map(({ place, message }) => `${place}: ${message}`);

function changed(disk: Buffer, ...offsets: number[]): Buffer {
  const copy = Buffer.from(disk);
  for (const offset of offsets) copy[offset] = (copy[offset] ?? 0) ^ 0xff;
  return copy;
}

test("a field is named with what it does, and the sums that follow it are not", () => {
  assert.equal(judged(sampleGptDisk(512, { alternateLba: 99 }), gpt), [
    {
      checker: "bytes outside partitions",
      class: "bystander touched",
      place: "primary header",
      message: "AlternateLBA: expected 199, found 99: where the backup is looked for",
    },
  ]);
  assert.equal(messages(sampleGptDisk(512, {}, { guid: otherGuid }), gpt), [
    `primary entries: entry 3: UniquePartitionGUID: expected ${sampleGuid}, found ${otherGuid}: ` +
      "what PARTUUID= and boot entries look for",
  ]);
});

test("an entry that is compared by its fields is not told again, and neither are its sums", () => {
  const now = sampleGptDisk(512, {}, { guid: otherGuid });
  assert.equal(messages(now, gpt, gpt, gpt, [3]), []);
  assert.is(messages(now, gpt, gpt, gpt, [1, 2]).length, 1);
});

test("a sum that differs alone is told, and the sum over it is not", () => {
  assert.match(messages(changed(gpt, 512 + 16), gpt).join(), /^primary header: HeaderCRC32: exp/);
  assert.match(
    messages(changed(gpt, 512 + 16, 512 + 88), gpt).join(),
    /^primary header: PartitionEntryArrayCRC32: expected 0x\w+, found 0x\w+: [^:]*$/,
  );
});

test("fields in which the runs differ may hold anything, those beside them may not", () => {
  const second = sampleGptDisk(512, { diskGuid: otherGuid });
  const third = sampleGptDisk(512, { diskGuid: sampleGuid.replaceAll("4", "7") });
  assert.equal(messages(third, gpt, second), []);
  assert.equal(messages(changed(third, 512 + 40), gpt, second).length, 1);
});

test("CHS addresses mean nothing, what is beside them does", () => {
  assert.equal(messages(changed(gpt, 447, 448, 449, 451, 452, 453), gpt), []);
  assert.equal(messages(changed(sampleDosDisk(), 447, 200 * 512 + 452), sampleDosDisk()), []);
  assert.equal(messages(changed(gpt, 450), gpt), [
    "protective MBR: partition record 1: OSType: expected 0xee, found 0x11: 0xEE keeps tools " +
      "that know no GPT off the disk, and tells others that there is one",
  ]);
  assert.equal(messages(changed(sampleDosDisk(), 200 * 512 + 446 + 16 + 8), sampleDosDisk()), [
    "extended boot record 1: slot 2: StartingLBA: expected 100, found 155: where the next " +
      "extended boot record is looked for",
  ]);
});

test("reserved bytes are named by the first that differs", () => {
  assert.equal(messages(changed(gpt, 700, 900), gpt), [
    "primary header: Reserved: expected 0x0000000000000000, found 0xff00000000000000 at byte " +
      "700, the last other one at 900: must be zero",
  ]);
});

test("what is left of a table that golden has moved is told", () => {
  const moved = Buffer.concat([gpt, Buffer.alloc(100 * 512)]);
  const at = gpt.length - 512;
  moved.copy(moved, moved.length - 512, at, gpt.length);
  moved.fill(0, at, gpt.length);
  const now = changed(moved, at + 5);
  const base = Buffer.concat([gpt, Buffer.alloc(100 * 512)]);
  const run = goldenRun(readFacts(bufferSource(moved)), [], pagesOf(base, moved));
  const tables = [
    { name: "backup header", kind: "table", startBytes: at, endBytes: gpt.length } as const,
  ];
  const golden = { ...goldenOf(readFacts(bufferSource(gpt)), run), tables };
  const found = checkBytesOutside(golden, bufferSource(base), bufferSource(now), [
    ...pagesOf(base, now).keys(),
  ]);
  assert.equal(
    found.map((each) => `${each.place}, ${each.class}`),
    ["former backup header, diverged"],
  );
});

test("what is too many is counted", () => {
  const fields = [0, 1, 2, 3, 4, 5].flatMap((entry) => [32, 40].map((at) => entry * 256 + at));
  const now = changed(gpt, ...fields.map((at) => 1024 + at), gpt.length - 512);
  const found = judged(now, gpt);
  assert.is(found.length, 12);
  assert.equal(
    found.slice(10).map((each) => `${each.place}: ${each.message}`),
    [
      "primary entries: 2 more differences outside of all partitions",
      "backup header: 1 more difference outside of all partitions",
    ],
  );
});

test.run();
