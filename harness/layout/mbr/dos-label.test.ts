import * as fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { dosPartitions, readDosLabel } from "./dos-label.js";
import { putRecord, sampleDosDisk, type SampleSlot } from "./mbr.samples.js";

const read = (disk: Buffer) => {
  const label = readDosLabel(bufferSource(disk));
  assert.ok(label);
  return label;
};
/** Number, start and size of what holds something. */
const places = (disk: Buffer) =>
  dosPartitions(read(disk)).map(
    ({ number, startLba, sectorCount }) => `${number} ${startLba} ${sectorCount}`,
  );

test("reads primary and logical partitions, and leaves the extended one out", () => {
  const label = read(sampleDosDisk());
  assert.equal(places(sampleDosDisk()), ["1 64 100", "3 600 50", "5 210 80", "6 310 90"]);
  assert.is(label.diskId, "0x1234abcd");
  assert.equal(label.recordLbas, [200, 300]);
  assert.equal(label.problems, []);
  assert.equal(
    label.slots.map(({ bootable }) => bootable),
    [true, false, false],
  );
});

test("agrees with sfdisk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-mbr-"));
  const image = join(folder, "disk.img");
  try {
    writeFileSync(image, "");
    truncateSync(image, 32 * 2 ** 20);
    const wanted = ["2048,8192,c,*", "10240,40000,5", "51200,2048,ef", "59392,4096,83"];
    const logical = ["12288,2048,83", "16384,2048,82", "20480,4096,83"];
    const input = ["label: dos", ...wanted, ...logical].join("\n");
    const made = await runTool(["sfdisk", "-q", image], { input });
    assert.is(made.exitCode, 0, reasonOf(made));
    const shown = await runTool(["sfdisk", "--json", image]);
    const numbers = [
      ...shown.stdout.matchAll(/"node":.*?(\d+)",\s*"start": (\d+),\s*"size": (\d+)/g),
    ]
      .map(([, number = "", start = "", size = ""]) => `${number} ${start} ${size}`)
      .filter((line) => !line.startsWith("2 "));
    assert.is(numbers.length, 6);
    assert.equal(places(readFileSync(image)).sort(), numbers.sort());
    assert.match(shown.stdout, `"id": "${read(readFileSync(image)).diskId}"`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("other boot sectors are no DOS label", () => {
  const none = (change: (disk: Buffer) => unknown) => {
    const disk = sampleDosDisk();
    change(disk);
    assert.is(readDosLabel(bufferSource(disk)), undefined);
  };
  none((disk) => disk.writeUInt16LE(0, 510));
  none((disk) => disk.writeUInt8(7, 446));
  none((disk) => disk.writeUInt8(1, 446 + 3 * 16));
  none((disk) => putRecord(disk, 0, [[0xee, 1, 999]]));
  none((disk) => disk.write("NTFS    ", 3, "latin1"));
  none((disk) => disk.write("EXFAT   ", 3, "latin1"));
  assert.is(readDosLabel(bufferSource(Buffer.alloc(100))), undefined);
});

test("a FAT boot sector is no DOS label", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-mbr-"));
  try {
    const image = join(folder, "fat.img");
    const made = await runTool(["mkfs.fat", "-C", image, "2048"]);
    assert.is(made.exitCode, 0, reasonOf(made));
    const bytes = readFileSync(image);
    assert.is(bytes.readUInt16LE(510), 0xaa55);
    assert.is(readDosLabel(bufferSource(bytes)), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a chain that comes back to itself ends there", () => {
  const disk = sampleDosDisk();
  const back = [
    [0x82, 10, 90],
    [0x05, 0, 100],
  ] as const;
  putRecord(disk, 300, back);
  assert.equal(places(disk), ["1 64 100", "3 600 50", "5 210 80", "6 310 90"]);
  assert.equal(read(disk).problems, ["mbr.extended[3]: LBA 200 is in the chain already"]);
});

test("a chain that leads nowhere ends there", () => {
  const disk = sampleDosDisk();
  disk.writeUInt16LE(0, 300 * 512 + 510);
  assert.equal(places(disk), ["1 64 100", "3 600 50", "5 210 80"]);
  assert.equal(read(disk).problems, ["mbr.extended[2]: no boot record at LBA 300"]);
});

test("partitions beyond the end and at the MBR are problems", () => {
  const disk = sampleDosDisk();
  const slots: SampleSlot[] = [
    [0x83, 900, 101],
    [0x83, 0, 9],
    [0x05, 200, 150],
  ];
  putRecord(disk, 0, slots);
  assert.equal(read(disk).problems, [
    "mbr.slots[1]: ends at LBA 1000, expected at most 999",
    "mbr.slots[2].startLba: 0 is the place of the MBR",
    "mbr.extended[2].slots[1]: ends at LBA 399, expected at most 349",
  ]);
});

test("any bytes are read to an end", () => {
  const chain = fc.array(fc.tuple(fc.nat(90), fc.nat(90)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(chain, fc.nat(80), (links, first) => {
      const disk = Buffer.alloc(100 * 512);
      putRecord(disk, 0, [[0x0f, first, 100]]);
      for (const [at, to] of links) {
        if (at === 0) continue;
        const slots: SampleSlot[] = [
          [0x83, 1, 1],
          [0x05, to, 1],
        ];
        putRecord(disk, at, slots);
      }
      const { recordLbas, logical } = read(disk);
      assert.is(new Set(recordLbas).size, recordLbas.length);
      assert.ok(logical.length <= recordLbas.length);
    }),
  );
});

test.run();
