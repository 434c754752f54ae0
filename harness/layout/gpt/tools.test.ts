import * as fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { gptCensus } from "./census.js";
import { encodeGpt, partitionsOf, readGpt } from "./gpt.js";
import type { GptEntry, GptReading } from "./types.js";

// What sfdisk writes is read by our reader, sfdisk and sgdisk, and must be the same to all.

const attributeNames = new Map([
  [0, "RequiredPartition"],
  [1, "NoBlockIOProtocol"],
  [2, "LegacyBIOSBootable"],
  ...Array.from({ length: 16 }, (_, index) => [48 + index, `${48 + index}`] as const),
]);

const types = [
  "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
  "C12A7328-F81F-11D2-BA4B-00A0C93EC93B",
  "E6D6D379-F507-44C2-A23C-238F2A3DF928",
];

/** Quotes and backslashes have a meaning in sfdisk's scripts, control characters in its output. */
const name = fc
  .string({ unit: "grapheme", maxLength: 36 })
  .filter((text) => text.length <= 36 && !/["\\\p{C}]/u.test(text) && text.trim() === text);

const partition = fc.record({
  number: fc.integer({ min: 1, max: 60 }),
  gap: fc.integer({ min: 0, max: 300 }),
  size: fc.integer({ min: 1, max: 900 }),
  type: fc.constantFrom(...types),
  uuid: fc.uuid({ version: 4 }),
  name,
  bits: fc.uniqueArray(fc.constantFrom(...attributeNames.keys()), { maxLength: 4 }),
});

const table = fc.record({
  sizeKiB: fc.integer({ min: 10_000, max: 40_000 }),
  tableLength: fc.constantFrom(128, 60, 200, 1024),
  partitions: fc.uniqueArray(partition, { selector: ({ number: slot }) => slot, maxLength: 9 }),
});

type Table = typeof table extends fc.Arbitrary<infer Value> ? Value : never;

/** As sfdisk writes it: names first, then the numbers of the bits that belong to the type. */
function attributeText(bits: readonly number[]): string {
  const ofType = bits.filter((bit) => bit >= 48).map(String);
  const names = bits.filter((bit) => bit < 48).map((bit) => attributeNames.get(bit) ?? "");
  return [...names, ...(ofType.length > 0 ? [`GUID:${ofType.join(",")}`] : [])].join(" ");
}

/** A table with some partitions, the same each time. */
function sampleTable(): Table {
  const found = fc
    .sample(table, { seed: 5, numRuns: 30 })
    .find(({ partitions }) => partitions.length > 4);
  assert.ok(found);
  return found;
}

async function run(input: string | undefined, ...command: [string, ...string[]]) {
  const result = await runTool(command, input === undefined ? {} : { input });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gpt-tools-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function makeDisk(path: string, { sizeKiB, tableLength, partitions }: Table) {
  writeFileSync(path, "");
  truncateSync(path, sizeKiB * 1024);
  let next = 4096;
  const lines = partitions.map(({ number, gap, size, type, uuid, name: text, bits }) => {
    const start = next + gap;
    next = start + size;
    const ids = `type=${type}, uuid=${uuid}, name="${text}", attrs="${attributeText(bits)}"`;
    return `${path}${number} : start=${start}, size=${size}, ${ids}`;
  });
  const head = ["label: gpt", `table-length: ${tableLength}`, "unit: sectors"];
  await run(`${[...head, ...lines].join("\n")}\n`, "sfdisk", "--quiet", path);
}

function read(path: string): GptReading {
  return readGpt(bufferSource(readFileSync(path)));
}

interface Dump {
  readonly partitiontable: {
    readonly id: string;
    readonly firstlba: number;
    readonly lastlba: number;
    readonly partitions?: readonly Readonly<Record<string, string | number>>[];
  };
}

function asDump({ number, startingLba, endingLba, ...entry }: GptEntry, path: string) {
  const bits = BigInt(`0x${entry.attributes}`);
  const isSet = (bit: number) => ((bits >> BigInt(bit)) & 1n) === 1n;
  return {
    node: `${path}${number}`,
    start: startingLba,
    size: endingLba - startingLba + 1,
    type: entry.typeGuid,
    uuid: entry.guid,
    ...(entry.name === "" ? {} : { name: entry.name }),
    ...(bits === 0n ? {} : { attrs: attributeText([...attributeNames.keys()].filter(isSet)) }),
  };
}

async function assertLikeSgdisk(path: string, reading: GptReading): Promise<void> {
  const shown = await run(undefined, "sgdisk", "--print", path);
  const header = reading.primary.header;
  assert.match(shown, `Disk identifier (GUID): ${header?.diskGuid}`);
  assert.match(shown, `holds up to ${header?.numberOfPartitionEntries} entries`);
  const usable = `${header?.firstUsableLba}, last usable sector is ${header?.lastUsableLba}`;
  assert.match(shown, `First usable sector is ${usable}`);
  const lines = shown.split("\n").flatMap((line) => {
    const found = /^ +(\d+) +(\d+) +(\d+) /.exec(line);
    return found === null ? [] : [found.slice(1).map(Number)];
  });
  const entries = partitionsOf(reading);
  const places = entries.map((one) => [one.number, one.startingLba, one.endingLba]);
  assert.equal(lines, places);
  for (const entry of entries.slice(0, 3)) {
    const told = await run(undefined, "sgdisk", `--info=${entry.number}`, path);
    assert.match(told, `Partition GUID code: ${entry.typeGuid}`);
    assert.match(told, `Partition unique GUID: ${entry.guid}`);
    assert.match(told, `Attribute flags: ${entry.attributes.toUpperCase()}`);
    assert.match(told, `Partition name: '${entry.name}'`);
  }
}

test("tables of sfdisk are the same to sfdisk, sgdisk and our reader", () =>
  withFolder(async (folder) => {
    const path = join(folder, "disk");
    for (const wanted of fc.sample(table, { seed: 11, numRuns: 8 })) {
      await makeDisk(path, wanted);
      const reading = read(path);
      assert.is(gptCensus(reading).state, "clean");
      assert.equal([...reading.primary.problems, ...reading.backup.problems], []);
      const json = await run(undefined, "sfdisk", "--json", path);
      const dump = (JSON.parse(json) as Dump).partitiontable;
      const { diskGuid, firstUsableLba, lastUsableLba } = reading.primary.header ?? {};
      assert.equal(
        [diskGuid, firstUsableLba, lastUsableLba],
        [dump.id, dump.firstlba, dump.lastlba],
      );
      const entries = partitionsOf(reading);
      assert.is(entries.length, wanted.partitions.length);
      assert.equal(
        entries.map((entry) => asDump(entry, path)),
        dump.partitions ?? [],
      );
      await assertLikeSgdisk(path, reading);
    }
  }));

test("tables with sectors of 4096 bytes are the same to partx", () =>
  withFolder(async (folder) => {
    const path = join(folder, "disk");
    await makeDisk(path, sampleTable());
    const narrow = read(path);
    const header = narrow.primary.header;
    assert.ok(header);
    const wide = Buffer.alloc(2000 * 4096);
    readFileSync(path).copy(wide, 0, 0, 512);
    const entries = partitionsOf(narrow).map((entry, index) => {
      return { ...entry, startingLba: 100 + index * 20, endingLba: 100 + index * 20 + index };
    });
    assert.ok(entries.length > 2);
    const arrayBytes = header.numberOfPartitionEntries * header.sizeOfPartitionEntry;
    const arraySectors = Math.ceil(arrayBytes / 4096);
    for (const isPrimary of [true, false]) {
      const [myLba, alternateLba] = isPrimary ? [1, 1999] : [1999, 1];
      const partitionEntryLba = isPrimary ? 2 : 1999 - arraySectors;
      const usable = { firstUsableLba: 2 + arraySectors, lastUsableLba: 1998 - arraySectors };
      const fields = { ...header, myLba, alternateLba, partitionEntryLba, ...usable };
      const copy = encodeGpt(fields, entries, 4096);
      copy.header.copy(wide, myLba * 4096);
      copy.entries.copy(wide, partitionEntryLba * 4096);
    }
    writeFileSync(path, wide);
    const columns = "NR,START,END,UUID,TYPE,FLAGS";
    const shown = await run(undefined, "partx", "-S", "4096", "-P", "-o", columns, path);
    const reading = read(path);
    assert.is(reading.sectorBytes, 4096);
    const lines = partitionsOf(reading).map((entry) => {
      const ids = `UUID="${entry.guid.toLowerCase()}" TYPE="${entry.typeGuid.toLowerCase()}"`;
      // partx counts in 512 bytes whatever the sectors are.
      const [start, end] = [entry.startingLba * 8, (entry.endingLba + 1) * 8 - 1];
      const flags = `0x${BigInt(`0x${entry.attributes}`).toString(16)}`;
      return `NR="${entry.number}" START="${start}" END="${end}" ${ids} FLAGS="${flags}"`;
    });
    assert.equal(shown.trim().split("\n").sort(), lines.sort());
  }));

test("sgdisk finds no problem exactly where our census is clean", () =>
  withFolder(async (folder) => {
    const path = join(folder, "disk");
    await makeDisk(path, { ...sampleTable(), sizeKiB: 10_000 });
    const pristine = readFileSync(path);
    const stream = openStream("gpt tools", "damage");
    const counts = { clean: 0, damaged: 0 };
    for (let round = 0; round < 24; round += 1) {
      const disk = Buffer.from(pristine);
      // Both headers and entries, and bytes just behind them that no checksum covers.
      const base = stream.pick([512, 1024, disk.length - 33 * 512, disk.length - 512]);
      const at = base + stream.pick([8, 16, 24, 40, 57, 80, 95, 120, 130, 200, 300, 511]);
      disk.writeUInt8(disk.readUInt8(at) ^ (1 << stream.integer(0, 7)), at);
      writeFileSync(path, disk);
      const { state } = gptCensus(read(path));
      counts[state === "clean" ? "clean" : "damaged"] += 1;
      const told = await runTool(["sgdisk", "--verify", path]);
      const isClean = /No problems found/.test(told.stdout) && !/corrupt GPT/.test(told.stdout);
      assert.is(isClean, state === "clean", `byte ${at}: ${state}: ${told.stdout}`);
    }
    assert.ok(counts.clean > 1 && counts.damaged > 10, JSON.stringify(counts));
  }));

test.run();
