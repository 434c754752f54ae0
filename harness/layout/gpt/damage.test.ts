import { crc32 } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { bufferSource } from "../byte-source.js";
import { gptCensus } from "./census.js";
import { encodeGpt, partitionsOf, readGpt } from "./gpt.js";
import { gptTableRegions } from "./regions.js";
import type { GptEntry } from "./types.js";

const sectorCount = 400;
const lastLba = sectorCount - 1;
const id = "01234567-89AB-CDEF-0123-456789ABCDEF";

const partition = (number: number, startingLba: number, endingLba: number): GptEntry => {
  return {
    number,
    typeGuid: id,
    guid: id,
    startingLba,
    endingLba,
    attributes: "0".repeat(16),
    name: "",
  };
};

/** Writes one copy of a table with 128 entries into a disk of 512-byte sectors. */
function putCopy(
  disk: Buffer,
  entries: readonly GptEntry[],
  { myLba = 1, alternateLba = lastLba, partitionEntryLba = 2 },
): void {
  const fields = {
    revision: 0x10000,
    headerSizeBytes: 92,
    myLba,
    alternateLba,
    firstUsableLba: 34,
    lastUsableLba: 300,
    diskGuid: id,
    partitionEntryLba,
    numberOfPartitionEntries: 128,
    sizeOfPartitionEntry: 128,
  };
  const copy = encodeGpt(fields, entries, 512);
  copy.header.copy(disk, myLba * 512);
  copy.entries.copy(disk, partitionEntryLba * 512);
}

const putBackup = (disk: Buffer, entries: readonly GptEntry[], lba = lastLba) =>
  putCopy(disk, entries, { myLba: lba, alternateLba: 1, partitionEntryLba: lba - 32 });

function newDisk(entries = [partition(1, 40, 99), partition(2, 100, 300)]): Buffer {
  const disk = Buffer.alloc(sectorCount * 512);
  disk.writeUInt16LE(0xaa55, 510);
  putCopy(disk, entries, {});
  putBackup(disk, entries);
  return disk;
}

const read = (disk: Buffer) => readGpt(bufferSource(disk));

/** Changes a field of the primary header and mends the CRC, as a hostile writer would. */
function forge(disk: Buffer, change: (header: Buffer) => void): void {
  const header = disk.subarray(512, 1024);
  change(header);
  header.writeUInt32LE(0, 16);
  header.writeUInt32LE(crc32(header.subarray(0, 92)), 16);
}

test("tells the states that a crash leaves", () => {
  const states = {
    clean: () => undefined,
    "primary invalid": (disk: Buffer) => disk.fill(0, 512, 1024),
    "backup invalid": (disk: Buffer) => disk.fill(0xff, disk.length - 500),
    "copies differ": (disk: Buffer) => putCopy(disk, [partition(1, 40, 99)], {}),
    "both invalid": (disk: Buffer) => disk.fill(1, 530, 600).fill(1, disk.length - 500),
    "no GPT": (disk: Buffer) => disk.fill(0, 512, 1024).fill(0, disk.length - 512),
  };
  for (const [state, damage] of Object.entries(states)) {
    const disk = newDisk();
    damage(disk);
    assert.is(gptCensus(read(disk)).state, state);
  }
});

test("tells a torn entry array from a torn header", () => {
  const disk = newDisk();
  disk.writeUInt8(7, 1024 + 33);
  const { primary, state } = gptCensus(read(disk));
  assert.equal(primary, {
    headerState: "valid",
    entriesState: "bad entries CRC",
    headerCrcValid: true,
    entriesCrcValid: false,
    valid: false,
  });
  assert.is(state, "primary invalid");
  assert.is(read(disk).primary.entriesState, "bad entries CRC");
  assert.is(partitionsOf(read(disk))[0]?.startingLba, 40);
});

test("follows the primary to a backup that is not at the end", () => {
  const disk = newDisk();
  disk.fill(0, disk.length - 33 * 512);
  putCopy(disk, [], { alternateLba: 350 });
  putBackup(disk, [], 350);
  const reading = read(disk);
  const census = gptCensus(reading);
  assert.is(census.state, "clean");
  assert.not(census.backupAtEnd);
  assert.match(reading.backup.problems.join(), "backup is not at the end of the disk");
  assert.ok(gptTableRegions(reading).some(({ startBytes }) => startBytes === 350 * 512));
  putBackup(disk, []);
  disk.fill(0, 350 * 512, 351 * 512);
  assert.is(gptCensus(read(disk)).state, "copies differ");
});

test("finds overlaps and partitions outside the usable range", () => {
  const crossing = [partition(1, 40, 120), partition(5, 100, 200), partition(3, 121, 301)];
  const census = gptCensus(read(newDisk(crossing)));
  assert.equal(census.entriesOverlap, [
    [1, 5],
    [3, 5],
  ]);
  assert.not(census.entriesInsideDisk);
  const same = Array.from({ length: 128 }, (_, index) => partition(index + 1, 40, 99));
  assert.is(gptCensus(read(newDisk(same))).entriesOverlap.length, 100);
});

test("names the field of a header that no tool would accept", () => {
  const forgeries: [string, (header: Buffer) => void][] = [
    ["revision", (header) => header.writeUInt32LE(0x20000, 8)],
    ["myLba", (header) => header.writeUInt32LE(2, 24)],
    ["alternateLba", (header) => header.writeBigUInt64LE(2n ** 64n - 1n, 32)],
    ["firstUsableLba", (header) => header.writeUInt32LE(301, 40)],
    ["lastUsableLba", (header) => header.writeUInt32LE(sectorCount, 48)],
    ["partitionEntryLba", (header) => header.writeBigUInt64LE(2n ** 63n, 72)],
    ["partitionEntryLba", (header) => header.writeUInt32LE(1, 72)],
    ["numberOfPartitionEntries", (header) => header.writeUInt32LE(0xffffffff, 80)],
    ["numberOfPartitionEntries", (header) => header.writeUInt32LE(0, 80)],
    ["sizeOfPartitionEntry", (header) => header.writeUInt32LE(0, 84)],
    ["sizeOfPartitionEntry", (header) => header.writeUInt32LE(129, 84)],
  ];
  for (const [field, change] of forgeries) {
    const disk = newDisk();
    forge(disk, change);
    const { primary } = read(disk);
    assert.is(primary.headerState, "implausible", field);
    assert.match(primary.problems.join("\n"), `gpt.primary.header.${field}: `);
    assert.is(gptCensus(read(disk)).state, "primary invalid");
  }
});

test("keeps what is odd but works", () => {
  const disk = newDisk();
  forge(disk, (header) => header.writeUInt8(1, 300));
  const { primary } = read(disk);
  assert.ok(primary.valid);
  assert.equal(primary.problems, ["gpt.primary.header.reserved: expected zeros"]);
});

test("refuses an entry whose LBA no number holds", () => {
  const disk = newDisk();
  disk.writeBigUInt64LE(2n ** 63n, 1024 + 128 + 40);
  forge(disk, (header) => header.writeUInt32LE(crc32(disk.subarray(1024, 1024 + 16384)), 88));
  const { primary } = read(disk);
  assert.is(primary.entriesState, "implausible");
  assert.match(primary.problems.join(), "gpt.primary.entries[2].endingLba: ");
});

test("every flipped bit of a copy is noticed", () => {
  const stream = openStream("gpt", "flips");
  const pristine = newDisk();
  for (let round = 0; round < 600; round += 1) {
    const disk = Buffer.from(pristine);
    const inBackup = round % 2 === 1;
    const startBytes = inBackup ? (lastLba - 32) * 512 : 512;
    // Bytes of a header's sector behind the header are not covered by its CRC.
    const headerAt = inBackup ? 32 * 512 : 0;
    const offset = stream.integer(0, 33 * 512 - 1);
    if (offset >= headerAt + 92 && offset < headerAt + 512) continue;
    const at = startBytes + offset;
    disk.writeUInt8(disk.readUInt8(at) ^ (1 << stream.integer(0, 7)), at);
    const reading = read(disk);
    assert.not((inBackup ? reading.backup : reading.primary).valid, `byte ${at}`);
    assert.is(gptCensus(reading).state, inBackup ? "backup invalid" : "primary invalid");
    assert.is(partitionsOf(reading).length, 2);
  }
});

test("never throws on trash, hostile headers and cut disks", () => {
  const stream = openStream("gpt", "trash");
  const pristine = newDisk();
  for (let round = 0; round < 2000; round += 1) {
    const disk = Buffer.from(pristine.subarray(0, stream.pick([pristine.length, 104801])));
    for (let patch = stream.integer(0, 3); patch > 0; patch -= 1) {
      stream.bytes(stream.integer(1, 40)).copy(disk, stream.integer(0, 2000));
    }
    forge(disk, (header) => {
      stream.bytes(stream.integer(0, 12)).copy(header, stream.integer(20, 88));
    });
    const short = disk.subarray(0, stream.pick([disk.length, stream.integer(0, disk.length)]));
    for (const sectorBytes of [undefined, 512, 4096] as const) {
      const reading = readGpt(bufferSource(short), sectorBytes);
      gptCensus(reading);
      const regions = gptTableRegions(reading);
      for (const [index, region] of regions.entries()) {
        assert.ok(region.startBytes >= (regions[index - 1]?.endBytes ?? 0));
        assert.ok(region.endBytes <= short.length);
      }
    }
  }
});

test.run();
