import * as fc from "fast-check";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource, openFileSource } from "../byte-source.js";
import type { ByteSource } from "../byte-source.js";
import { gptCensus } from "./census.js";
import { encodeGpt, partitionsOf, readGpt } from "./gpt.js";
import { gptTableRegions } from "./regions.js";
import type { GptEntry, SectorBytes } from "./types.js";

const fileSystemType = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";
const guid = fc.uuid().map((text) => text.toUpperCase());
const attributes = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => {
  return bits.toString(16).padStart(16, "0");
});
const name = fc
  .string({ unit: "grapheme", maxLength: 36 })
  .filter((text) => text.length <= 36 && !text.includes("\0"));

/** Partitions in any slots, one after the other on the disk. */
const entriesOn = (firstLba: number, lastLba: number) =>
  fc
    .uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 128 }),
        typeGuid: guid.filter((text) => !/^[0-]*$/.test(text)),
        guid,
        attributes,
        name,
      }),
      { selector: ({ number }) => number, maxLength: 8 },
    )
    .map((entries): GptEntry[] => {
      const size = Math.floor((lastLba - firstLba + 1) / Math.max(1, entries.length));
      return [...entries]
        .sort((one, other) => one.number - other.number)
        .map((entry, index) => {
          const startingLba = firstLba + index * size;
          return { ...entry, startingLba, endingLba: startingLba + size - 1 };
        });
    });

function writeDisk(entries: readonly GptEntry[], sectorBytes: SectorBytes, sectorCount: number) {
  const disk = Buffer.alloc(sectorBytes * sectorCount);
  const arraySectors = 16384 / sectorBytes;
  const lastLba = sectorCount - 1;
  const usable = { firstUsableLba: 2 + arraySectors, lastUsableLba: lastLba - arraySectors - 1 };
  for (const isPrimary of [true, false]) {
    const myLba = isPrimary ? 1 : lastLba;
    const partitionEntryLba = isPrimary ? 2 : lastLba - arraySectors;
    const copy = encodeGpt(
      {
        revision: 0x10000,
        headerSizeBytes: 92,
        myLba,
        alternateLba: isPrimary ? lastLba : 1,
        ...usable,
        diskGuid: "01234567-89AB-CDEF-0123-456789ABCDEF",
        partitionEntryLba,
        numberOfPartitionEntries: 128,
        sizeOfPartitionEntry: 128,
      },
      entries,
      sectorBytes,
    );
    copy.header.copy(disk, myLba * sectorBytes);
    copy.entries.copy(disk, partitionEntryLba * sectorBytes);
  }
  return disk;
}

/** Makes a sparse disk image, runs one command on it, and removes it after use. */
async function withDisk(
  sizeBytes: number,
  command: readonly [string, ...string[]],
  use: (path: string, source: ByteSource) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), "gpt-"));
  try {
    const path = join(folder, "disk");
    writeFileSync(path, "");
    truncateSync(path, sizeBytes);
    const result = await runTool([...command, path]);
    assert.is(result.exitCode, 0, reasonOf(result));
    const source = openFileSource(path);
    await use(path, source);
    source.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("what is encoded is read back, for both sector sizes", () => {
  const property = fc.property(
    fc.constantFrom<SectorBytes>(512, 4096).chain((sectorBytes) => {
      const arraySectors = 16384 / sectorBytes;
      const entries = entriesOn(2 + arraySectors, 300 - 2 - arraySectors);
      return fc.record({ sectorBytes: fc.constant(sectorBytes), entries });
    }),
    ({ sectorBytes, entries }) => {
      const reading = readGpt(bufferSource(writeDisk(entries, sectorBytes, 300)));
      assert.is(reading.sectorBytes, sectorBytes);
      assert.equal(reading.primary.problems, []);
      assert.equal(reading.backup.problems, []);
      assert.equal(partitionsOf(reading), entries);
      const census = gptCensus(reading);
      assert.is(census.state, "clean");
      assert.ok(census.entriesInsideDisk);
      assert.equal(census.entriesOverlap, []);
    },
  );
  fc.assert(property, { seed: 1, numRuns: 60 });
});

test("agrees with sgdisk and sfdisk on every field of a partition", async () => {
  const names = ["EFI System", "Größe ñ", "датa 数据", "🚀 x", "P".repeat(36)];
  const make = names.flatMap((text, index) => {
    const number = index * 3 + 1;
    return [`--new=${number}:0:+1M`, `--change-name=${number}:${text}`];
  });
  const extra = ["--attributes=1:set:2", "--attributes=4:set:63", "--typecode=1:ef00"];
  const command = ["sgdisk", "--clear", ...make, ...extra] as const;
  // sgdisk sleeps a second after each write, so the sizes are tried side by side.
  const checks = [8, 33, 20_000].map((sizeMiB) =>
    withDisk(sizeMiB * 2 ** 20, command, async (path, source) => {
      const reading = readGpt(source);
      assert.is(gptCensus(reading).state, "clean");
      assert.is(reading.protectiveMbr.problem, undefined);
      const found = partitionsOf(reading);
      const dump = await runTool(["sfdisk", "--json", path]);
      assert.equal(found.map(asSfdisk), sfdiskPartitions(dump.stdout, path));
      for (const entry of found.slice(0, 2)) {
        const info = await runTool(["sgdisk", `--info=${entry.number}`, path]);
        const told = (key: string) => new RegExp(`${key}: (\\S+)`).exec(info.stdout)?.[1];
        assert.is(told("Partition GUID code"), entry.typeGuid);
        assert.is(told("Partition unique GUID"), entry.guid);
        assert.is(told("First sector"), String(entry.startingLba));
        assert.is(told("Last sector"), String(entry.endingLba));
        assert.is(told("Attribute flags")?.toLowerCase(), entry.attributes);
      }
    }),
  );
  await Promise.all(checks);
});

const asSfdisk = ({ number, typeGuid, guid, startingLba, endingLba, name }: GptEntry) => ({
  number,
  type: typeGuid,
  uuid: guid,
  start: startingLba,
  size: endingLba - startingLba + 1,
  name,
});

function sfdiskPartitions(json: string, path: string) {
  const dump = JSON.parse(json) as { partitiontable: { partitions: Record<string, unknown>[] } };
  return dump.partitiontable.partitions.map(({ node, type, uuid, start, size, name: label }) => {
    const number = Number(String(node).slice(path.length));
    return { number, type, uuid, start, size, name: label };
  });
}

test("sgdisk accepts what is encoded", async () => {
  const ids = { typeGuid: fileSystemType, guid: fileSystemType, attributes: "8000000000000004" };
  const place = { number: 3, startingLba: 2048, endingLba: 4095, name: "päck" };
  const disk = writeDisk([{ ...ids, ...place }], 512, 16384);
  await withDisk(disk.length, ["sgdisk", "--clear"], async (path, source) => {
    const protectiveMbr = source.read(0, 512);
    protectiveMbr.copy(disk);
    writeFileSync(path, disk);
    const verified = await runTool(["sgdisk", "--verify", path]);
    assert.match(verified.stdout, "No problems found");
    const info = await runTool(["sgdisk", "--info=3", path]);
    assert.match(info.stdout, "Partition name: 'päck'");
    assert.match(info.stdout, "Attribute flags: 8000000000000004");
  });
});

test("names every part of the table, also where headers are gone", () => {
  const disk = writeDisk([], 512, 300);
  const expected = [
    { name: "protective MBR", kind: "table", startBytes: 0, endBytes: 512 },
    { name: "primary header", kind: "table", startBytes: 512, endBytes: 1024 },
    { name: "primary entries", kind: "table", startBytes: 1024, endBytes: 17408 },
    { name: "backup entries", kind: "table", startBytes: 136704, endBytes: 153088 },
    { name: "backup header", kind: "table", startBytes: 153088, endBytes: 153600 },
  ];
  assert.equal(gptTableRegions(readGpt(bufferSource(disk))), expected);
  assert.equal(gptTableRegions(readGpt(bufferSource(Buffer.alloc(153600)))), expected);
  disk.fill(0, 512, 1024);
  assert.equal(gptTableRegions(readGpt(bufferSource(disk))), expected);
});

test.run();
