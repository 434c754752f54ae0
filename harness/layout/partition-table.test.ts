import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../target/tool.js";
import { bufferSource } from "./byte-source.js";
import { putRecord, sampleDosDisk } from "./mbr/mbr.samples.js";
import { layoutLines } from "./layout-lines.js";
import { placeOf, readTable } from "./partition-table.js";

/** What a command makes of an empty image of 2 MiB. */
async function madeBy(...command: [string, ...string[]]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-table-"));
  const image = join(folder, "disk.img");
  try {
    writeFileSync(image, "");
    truncateSync(image, 2 * 2 ** 20);
    const made = await runTool([...command, image]);
    assert.is(made.exitCode, 0, reasonOf(made));
    return readFileSync(image);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const gpt = await madeBy("sgdisk", "--set-alignment=1", "--new=1:64:1000", "--change-name=1:ONE");
const ext4 = await madeBy("mke2fs", "-q", "-t", "ext4");
const lastSector = gpt.length - 512;
const table = (bytes: Buffer) => readTable(bufferSource(bytes));
/** "label: names" of what a change makes of some bytes. */
function label(bytes: Buffer, change: (disk: Buffer) => unknown = () => undefined): string {
  const disk = Buffer.from(bytes);
  change(disk);
  const { label: found, entries } = table(disk);
  return `${found}: ${entries.map(({ name }) => name).join()}`;
}

test("a GPT is one with either copy damaged, and without a protective MBR", () => {
  assert.is(label(gpt), "gpt: ONE");
  assert.is(
    label(gpt, (disk) => disk.fill(9, 600, 700)),
    "gpt: ONE",
  );
  assert.is(
    label(gpt, (disk) => disk.fill(0, 0, 64 * 512)),
    "gpt: ONE",
  );
  assert.is(
    label(gpt, (disk) => disk.fill(0, lastSector)),
    "gpt: ONE",
  );
  assert.is(
    label(gpt, (disk) => disk.fill(9, 600, 700).fill(9, lastSector + 20)),
    "gpt: ",
  );
});

test("an MBR makes a DOS disk, with a name after each number", () => {
  const { entries, diskId, sectorBytes } = table(sampleDosDisk());
  assert.is(label(sampleDosDisk()), "dos: partition 1,partition 3,partition 5,partition 6");
  assert.equal([diskId, sectorBytes], ["0x1234abcd", 512]);
  assert.equal(entries[0], {
    ...{ number: 1, name: "partition 1", type: "0x0c", guid: "", attributes: "active" },
    ...{ startingLba: 64, endingLba: 163 },
  });
});

test("a file system, a blank disk and a disk of a few bytes are not divided", () => {
  for (const bytes of [ext4, Buffer.alloc(100_000), Buffer.alloc(5), Buffer.alloc(0)]) {
    const found = table(bytes);
    const [whole] = found.entries;
    assert.is(label(bytes), "none: disk");
    assert.ok(whole);
    assert.is(whole.number, 0);
    assert.equal(placeOf(found, whole), { startBytes: 0, sizeBytes: bytes.length });
  }
});

test("an MBR with no partitions is a DOS disk, unless it is a file system's boot block", () => {
  const sign = (disk: Buffer) => disk.writeUInt16LE(0xaa55, 510);
  assert.is(label(Buffer.alloc(100_000), sign), "dos: ");
  assert.is(label(ext4, sign), "none: disk");
});

test("a backup alone is left over behind a file system and behind a DOS label", () => {
  const backup = (disk: Buffer) => gpt.copy(disk, lastSector - 32 * 512, lastSector - 32 * 512);
  assert.is(label(ext4, backup), "none: disk");
  const asDos = (disk: Buffer) => {
    disk.fill(0, 512, 64 * 512);
    putRecord(disk, 0, [[0x83, 64, 64]]);
  };
  assert.is(label(gpt, asDos), "dos: partition 1");
});

test("a primary header makes a GPT disk, whatever the MBR says", () => {
  assert.is(
    label(gpt, (disk) => putRecord(disk, 0, [[0x83, 64, 64]])),
    "gpt: ONE",
  );
});

test("a signature inside of a DOS disk does not make it a file system", () => {
  const disk = Buffer.concat([sampleDosDisk(), Buffer.alloc(100_000)]);
  disk.write("_BHRfS_M", 0x10040, "latin1");
  assert.match(label(disk), /^dos: partition 1/);
});

test("layout lines name the kind of the table", () => {
  const first = (bytes: Buffer) => layoutLines(bufferSource(bytes))[0];
  assert.is(first(gpt), "GPT: clean");
  assert.is(first(sampleDosDisk()), "MBR: clean");
  assert.is(first(ext4), "no partition table");
  const damaged = sampleDosDisk();
  damaged.writeUInt16LE(0, 300 * 512 + 510);
  assert.is(first(damaged), "MBR: mbr.extended[2]: no boot record at LBA 300");
  assert.equal(layoutLines(bufferSource(sampleDosDisk()))[2]?.trim().split(/  +/), [
    ...["5", "LBA 210 to 289", "0.0 MiB", "partition 5"],
  ]);
});

test.run();
