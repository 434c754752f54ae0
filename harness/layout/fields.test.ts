import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "./byte-source.js";
import { fieldAt } from "./fields.js";
import { sampleGptDisk, sampleGuid, sampleSectors } from "./gpt/gpt.samples.js";
import type { GptHeaderFields } from "./gpt/header.js";
import type { GptEntry } from "./gpt/types.js";
import { sampleDosDisk } from "./mbr/mbr.samples.js";
import { tableRecords } from "./table-fields.js";

/** The fields in which two disks differ, by the layout of the first. */
function differing(one: Buffer, other: Buffer): string[] {
  const records = tableRecords(bufferSource(one));
  const names = new Set<string>();
  for (const [offset, byte] of one.entries()) {
    if (byte === other[offset]) continue;
    const field = fieldAt(records, offset);
    names.add(field === undefined ? `byte ${offset}` : `${field.place}: ${field.path}`);
  }
  return [...names];
}

const sums = ["primary header: HeaderCRC32"];
const entrySums = [...sums, "primary header: PartitionEntryArrayCRC32"];

for (const sectorBytes of [512, 4096] as const) {
  test(`names what an encoder changes, in blocks of ${sectorBytes} bytes`, () => {
    const base = sampleGptDisk(sectorBytes);
    const header = (change: Partial<GptHeaderFields>, name: string) => {
      const found = differing(base, sampleGptDisk(sectorBytes, change));
      assert.equal(found.sort(), [...sums, `primary header: ${name}`].sort());
    };
    const other = sampleGuid.replace("0", "F");
    header({ revision: 0x20000 }, "Revision");
    header({ headerSizeBytes: 96 }, "HeaderSize");
    header({ myLba: 9 }, "MyLBA");
    header({ alternateLba: 9 }, "AlternateLBA");
    header({ firstUsableLba: 41 }, "FirstUsableLBA");
    header({ lastUsableLba: 149 }, "LastUsableLBA");
    header({ diskGuid: other }, "DiskGUID");
    const slot = (change: Partial<GptEntry>, name: string) => {
      const found = differing(base, sampleGptDisk(sectorBytes, {}, change));
      assert.equal(found.sort(), [...entrySums, `primary entries: entry 3: ${name}`].sort());
    };
    slot({ typeGuid: other }, "PartitionTypeGUID");
    slot({ guid: other }, "UniquePartitionGUID");
    slot({ startingLba: 49 }, "StartingLBA");
    slot({ endingLba: 61 }, "EndingLBA");
    slot({ attributes: `8${"0".repeat(15)}` }, "Attributes");
    slot({ name: "B" }, "PartitionName");
    slot({ name: "A".repeat(36) }, "PartitionName");
  });

  test(`names each byte of both copies, in blocks of ${sectorBytes} bytes`, () => {
    const base = sampleGptDisk(sectorBytes);
    const at = (offset: number) => {
      const found = fieldAt(tableRecords(bufferSource(base)), offset);
      return found && `${found.place}: ${found.path}, ${found.endBytes - found.startBytes} bytes`;
    };
    const end = sampleSectors * sectorBytes;
    assert.is(at(0), "protective MBR: BootCode, 440 bytes");
    assert.is(at(451), "protective MBR: partition record 1: EndingCHS, 3 bytes");
    assert.is(at(511), "protective MBR: Signature, 2 bytes");
    assert.is(at(sectorBytes), "primary header: Signature, 8 bytes");
    const rest = sectorBytes - 92;
    assert.is(at(2 * sectorBytes - 1), `primary header: Reserved, ${rest} bytes`);
    assert.is(at(end - sectorBytes + 32), "backup header: AlternateLBA, 8 bytes");
    assert.is(at(end - 1), `backup header: Reserved, ${rest} bytes`);
    const entries = 180 * sectorBytes;
    assert.is(at(entries + 19 * 256 + 128), "backup entries: entry 20: Reserved, 128 bytes");
    assert.is(at(entries + 20 * 256), undefined);
    assert.is(at(entries - 1), undefined);
    if (sectorBytes > 512) assert.is(at(512), "protective MBR: Reserved, 3584 bytes");
  });
}

test("a copy whose header is gone is named where it would be", () => {
  const base = sampleGptDisk(512);
  base.fill(0, 512, 1024);
  const at = (offset: number) => fieldAt(tableRecords(bufferSource(base)), offset)?.path;
  assert.is(at(512 + 24), "MyLBA");
  assert.is(at(2 * 512 + 256), "entry 2: PartitionTypeGUID");
});

test("names the slots of an MBR and of each record of its chain", () => {
  const records = tableRecords(bufferSource(sampleDosDisk()));
  const at = (offset: number) => {
    const { place, path, effect, ignored } = fieldAt(records, offset) ?? {};
    return `${place}: ${path}${ignored === undefined ? "" : ", ignored"}: ${effect}`;
  };
  assert.match(at(446 + 16 + 4), "MBR: slot 2: OSType: what the partition is for");
  assert.is(at(446 + 16 + 1), "MBR: slot 2: StartingCHS, ignored: nothing");
  assert.match(at(300 * 512 + 446 + 8), "extended boot record 2: slot 1: StartingLBA: where the p");
  assert.is(
    at(200 * 512 + 446 + 16 + 8),
    "extended boot record 1: slot 2: StartingLBA: where the next extended boot record is " +
      "looked for",
  );
});

test("fields do not overlap, and cover their records", () => {
  const disks = [sampleGptDisk(512), sampleGptDisk(4096), sampleDosDisk()];
  const all = disks.flatMap((disk) => tableRecords(bufferSource(disk)));
  for (const { recordBytes, fields, place } of all) {
    const sorted = [...fields].sort((a, b) => a.offsetBytes - b.offsetBytes);
    let end = 0;
    for (const { name, offsetBytes, lengthBytes } of sorted) {
      assert.is(offsetBytes, end, `${place}: ${name}`);
      end += lengthBytes;
    }
    assert.is(end, recordBytes, place);
  }
});

test("only CHS addresses are ignored", () => {
  const disks = [sampleGptDisk(512), sampleDosDisk()].flatMap((disk) =>
    tableRecords(bufferSource(disk)),
  );
  for (const field of disks.flatMap(({ fields }) => fields)) {
    assert.is(field.ignored !== undefined, field.name.endsWith("CHS"), field.name);
  }
});

test("any bytes have fields to an end", () => {
  const disks = [sampleGptDisk(512), sampleGptDisk(4096), sampleDosDisk()];
  const edits = fc.array(fc.tuple(fc.nat(4095), fc.nat(255)), { maxLength: 20 });
  fc.assert(
    fc.property(fc.constantFrom(...disks), edits, fc.nat(5000), (disk, changes, offset) => {
      const damaged = Buffer.from(disk);
      for (const [at, value] of changes) damaged[at] = value;
      const field = fieldAt(tableRecords(bufferSource(damaged)), offset);
      if (field === undefined) return;
      assert.ok(field.startBytes <= offset && offset < field.endBytes);
    }),
  );
});

test.run();
