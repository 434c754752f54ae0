import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { encodeEntries } from "../../layout/gpt/entries.js";
import { encodeHeader, type GptHeaderFields } from "../../layout/gpt/header.js";
import { readTable } from "../../layout/partition-table.js";
import { crc32 } from "node:zlib";
import { piecesSource } from "./pieces-source.js";
import { tableStructure } from "./table-structure.js";

const sectorCount = 2048;
const sizeBytes = sectorCount * 512;
const secret = "Alices holiday";

test("names go, and the table is as valid as before", () => {
  const disk = gptDisk();
  const scrubbed = scrub(disk, disk);
  assert.not.ok(scrubbed.includes(Buffer.from(secret, "utf16le")));
  const { gpt, entries } = readTable(bufferSource(scrubbed));
  assert.ok(gpt.primary.valid && gpt.backup.valid);
  assert.equal(
    entries.map(({ name, startingLba, endingLba }) => [name, startingLba, endingLba]),
    [
      ["P1", 100, 199],
      ["P3", 300, 399],
    ],
  );
});

test("a table that was damaged is as damaged, and no more", () => {
  const before = gptDisk();
  const disk = Buffer.from(before);
  disk.writeUInt32LE(350, 1024 + 2 * 128 + 40);
  const { gpt } = readTable(bufferSource(scrub(disk, before)));
  assert.is(gpt.primary.entriesState, "bad entries CRC");
  assert.ok(gpt.backup.valid);
});

test("content that was written over a table is not kept", () => {
  const letters = fc.string({ unit: fc.constantFrom("s", "e", "c", "r", "t", " "), minLength: 64 });
  const place = fc.nat({ max: 40 * 512 });
  fc.assert(
    fc.property(letters, place, fc.boolean(), (text, at, isWide) => {
      const before = gptDisk();
      const disk = Buffer.from(before);
      disk.write(text, at, isWide ? "utf16le" : "latin1");
      const scrubbed = scrub(disk, before);
      const whole = isWide ? Buffer.from(text.slice(0, 40), "utf16le") : text.slice(0, 40);
      assert.not.ok(scrubbed.includes(whole));
    }),
  );
});

test("without a table there is nothing", () => {
  const disk = bufferSource(Buffer.alloc(sizeBytes, "content"));
  assert.is(tableStructure(disk, disk), undefined);
});

test.run();

function scrub(disk: Buffer, before: Buffer): Buffer {
  const pieces = tableStructure(bufferSource(disk), bufferSource(before));
  return pieces === undefined
    ? Buffer.alloc(0)
    : piecesSource(sizeBytes, pieces).read(0, sizeBytes);
}

/** A disk with content everywhere but in its table, which has two named partitions. */
function gptDisk(): Buffer {
  const disk = Buffer.alloc(sizeBytes, "content of a file ");
  disk.fill(0, 0, 34 * 512);
  disk.fill(0, (sectorCount - 33) * 512);
  const guid = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
  const frame = { typeGuid: guid, guid, attributes: "0".repeat(16), name: secret };
  const array = encodeEntries(
    [
      { ...frame, number: 1, startingLba: 100, endingLba: 199 },
      { ...frame, number: 3, startingLba: 300, endingLba: 399 },
    ],
    128,
    128,
  );
  const header = (myLba: number, alternateLba: number, partitionEntryLba: number) => {
    const fields: GptHeaderFields = {
      ...{ revision: 0x10000, headerSizeBytes: 92, myLba, alternateLba, partitionEntryLba },
      ...{ firstUsableLba: 34, lastUsableLba: sectorCount - 34, diskGuid: guid },
      ...{ numberOfPartitionEntries: 128, sizeOfPartitionEntry: 128 },
    };
    return encodeHeader(fields, crc32(array), 512);
  };
  const last = sectorCount - 1;
  header(1, last, 2).copy(disk, 512);
  array.copy(disk, 1024);
  array.copy(disk, (last - 32) * 512);
  header(last, 1, last - 32).copy(disk, last * 512);
  disk.writeUInt16LE(0xaa55, 510);
  disk.writeUInt32LE(1, 446 + 8);
  disk.writeUInt32LE(last, 446 + 12);
  disk[446 + 4] = 0xee;
  return disk;
}
