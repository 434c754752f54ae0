import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../target/tool.js";
import { bufferSource, openFileSource, type ByteSource } from "./byte-source.js";
import { diskRegions } from "./disk-regions.js";
import { encodeGpt } from "./gpt/gpt.js";
import type { GptEntry } from "./gpt/types.js";
import { putRecord, sampleDosDisk } from "./mbr/mbr.samples.js";
import type { Region } from "./region.js";

const sectorBytes = 512;
const id = "01234567-89AB-CDEF-0123-456789ABCDEF";

const entry = (number: number, startingLba: number, endingLba: number): GptEntry => {
  const [typeGuid, guid, attributes] = [id, id, "0".repeat(16)];
  return { number, name: `N${number}`, typeGuid, guid, attributes, startingLba, endingLba };
};

/** Both copies of a table. A partition may have any place, also outside of the disk. */
function withTable(entries: readonly GptEntry[], sectorCount: number, disk: Buffer): Buffer {
  const lastLba = sectorCount - 1;
  for (const [myLba, alternateLba, partitionEntryLba] of [
    [1, lastLba, 2],
    [lastLba, 1, lastLba - 32],
  ] as const) {
    const fields = {
      ...{ revision: 0x10000, headerSizeBytes: 92, diskGuid: id, sizeOfPartitionEntry: 128 },
      ...{ firstUsableLba: 34, lastUsableLba: lastLba - 33, numberOfPartitionEntries: 128 },
    };
    const places = { myLba, alternateLba, partitionEntryLba };
    const copy = encodeGpt({ ...fields, ...places }, entries, sectorBytes);
    copy.header.copy(disk, myLba * sectorBytes);
    copy.entries.copy(disk, partitionEntryLba * sectorBytes);
  }
  return disk;
}

const newDisk = (entries: readonly GptEntry[], sectorCount: number) =>
  bufferSource(withTable(entries, sectorCount, Buffer.alloc(sectorCount * sectorBytes)));

/** Sorted, none empty, and each begins where the one before ends: no overlaps, no gaps. */
function assertCovers(regions: readonly Region[], sizeBytes: number): void {
  let at = 0;
  for (const region of regions) {
    assert.is(region.startBytes, at, region.name);
    assert.ok(region.endBytes > region.startBytes, region.name);
    at = region.endBytes;
  }
  assert.is(at, sizeBytes);
}

test("regions cover a disk, whatever its table says", () => {
  const place = fc.record({ start: fc.integer({ min: 1, max: 900 }), size: fc.nat(300) });
  const places = fc.array(place, { maxLength: 6 });
  fc.assert(
    fc.property(places, fc.integer({ min: 80, max: 600 }), (wanted, sectorCount) => {
      const entries = wanted.map(({ start, size }, index) => entry(index + 1, start, start + size));
      const disk = newDisk(entries, sectorCount);
      const regions = diskRegions(disk);
      assertCovers(regions, disk.sizeBytes);
    }),
  );
});

test("tables, partitions and free space have their names", () => {
  const regions = diskRegions(newDisk([entry(9, 64, 127), entry(2, 128, 199)], 400));
  assert.equal(
    regions.map(({ name, startBytes }) => `${name} ${startBytes / sectorBytes}`),
    [
      ...["protective MBR 0", "primary header 1", "primary entries 2", "free space 34"],
      ...["P9 N9 64", "P2 N2 128", "free space 200", "backup entries 367", "backup header 399"],
    ],
  );
});

test("an empty GPT has its tables", () => {
  const names = diskRegions(newDisk([], 400)).map(({ name }) => name);
  assert.equal(names, [
    ...["protective MBR", "primary header", "primary entries", "free space"],
    ...["backup entries", "backup header"],
  ]);
});

test("an MBR and its extended boot records have their names", () => {
  const regions = diskRegions(bufferSource(sampleDosDisk()));
  assertCovers(regions, 1000 * sectorBytes);
  assert.equal(
    regions
      .filter(({ kind }) => kind !== "free")
      .map(({ name, kind, startBytes }) => `${name} ${kind} ${startBytes / sectorBytes}`),
    [
      ...["MBR table 0", "P1 partition 1 unread 64", "extended boot record 1 table 200"],
      ...["P5 partition 5 unread 210", "extended boot record 2 table 300"],
      ...["P6 partition 6 unread 310", "P3 partition 3 unread 600"],
    ],
  );
});

test("regions cover a disk, whatever its MBR says", () => {
  const slot = fc.tuple(fc.constantFrom(0x83, 0x05), fc.nat(700), fc.nat(300));
  fc.assert(
    fc.property(fc.array(slot, { maxLength: 4 }), (slots) => {
      const disk = sampleDosDisk();
      putRecord(disk, 0, slots);
      assertCovers(diskRegions(bufferSource(disk)), disk.length);
    }),
  );
});

test("nothing, zeros and a tiny disk are one region", () => {
  for (const size of [512, 4096, 100_000]) {
    const regions = diskRegions(bufferSource(Buffer.alloc(size)));
    assertCovers(regions, size);
    assert.is(regions.length, 1);
  }
});

/** What a mkfs makes of an image of this size. */
async function fileSystem(sizeKiB: number, ...command: [string, ...string[]]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-regions-"));
  try {
    const path = join(folder, "image");
    const made = await runTool([...command, path, String(sizeKiB)], { timeoutMs: 30_000 });
    assert.is(made.exitCode, 0, reasonOf(made));
    const source = openFileSource(path);
    const bytes = Buffer.from(source.read(0, source.sizeBytes));
    source.close();
    return bytes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const inPartition = (bytes: Buffer, sectorCount: number): ByteSource => {
  const disk = Buffer.alloc((sectorCount + 200) * sectorBytes);
  bytes.copy(disk, 64 * sectorBytes, 0, Math.min(bytes.length, sectorCount * sectorBytes));
  const entries = [entry(1, 64, 64 + sectorCount - 1)];
  return bufferSource(withTable(entries, sectorCount + 200, disk));
};

for (const [what, ...command] of [
  ["ext4", "mke2fs", "-q", "-t", "ext4", "-b", "1024"],
  ["ext2", "mke2fs", "-q", "-t", "ext2", "-b", "4096"],
  ["FAT", "mkfs.fat", "-C"],
] as const) {
  test(`${what}: covered bare, and in a larger and a smaller partition`, async () => {
    const [program, ...args] = command;
    const bytes = await fileSystem(4096, program, ...args);
    const bare = bufferSource(bytes);
    assertCovers(diskRegions(bare), bare.sizeBytes);
    assert.ok(diskRegions(bare).length > 3);
    for (const sectorCount of [8192, 9000, 8190, 5000, 100, 3]) {
      const disk = inPartition(bytes, sectorCount);
      assertCovers(diskRegions(disk), disk.sizeBytes);
      const cut = bufferSource(bytes.subarray(0, sectorCount * sectorBytes));
      assertCovers(diskRegions(cut), cut.sizeBytes);
    }
  });
}

test.run();
