import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DecodeError } from "../../model/errors.js";
import { openStream } from "../../model/prng.js";
import type { Stream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import type { ByteSource } from "../byte-source.js";
import type { Region } from "../region.js";
import { readFat } from "./fat.js";

const volumes = [
  { type: "fat12", sizeKiB: 720, rounds: 2500 },
  { type: "fat16", sizeKiB: 8192, rounds: 2500 },
  { type: "fat32", sizeKiB: 34816, rounds: 700 },
] as const;

async function makeImage({ type, sizeKiB }: (typeof volumes)[number]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "fat-damage-"));
  const run = async (command: readonly [string, ...string[]]) => {
    const result = await runTool(command, { env: { MTOOLS_SKIP_CHECK: "1" } });
    assert.is(result.exitCode, 0, reasonOf(result));
  };
  try {
    const image = join(folder, "image");
    const bits = type.slice(3);
    await run(["mkfs.fat", "--invariant", "-F", bits, "-s", "1", "-C", image, String(sizeKiB)]);
    const tree = join(folder, "EFI");
    mkdirSync(join(tree, "boot", "a long folder name"), { recursive: true });
    for (let index = 0; index < 12; index += 1) {
      const name = index % 2 === 0 ? `F${index}.BIN` : `a longer name ${index}.bin`;
      writeFileSync(join(tree, "boot", name), Buffer.alloc(index * 700, index));
    }
    writeFileSync(join(tree, "boot", "a long folder name", "x"), "x");
    await run(["mcopy", "-i", image, "-s", tree, "::/"]);
    return readFileSync(image);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Counts what is read, so that a test sees work that grows beyond the volume. */
function counted(image: Buffer, sizeBytes: number) {
  const whole = bufferSource(image.subarray(0, sizeBytes));
  const read = { totalBytes: 0, largestBytes: 0 };
  const source: ByteSource = {
    sizeBytes,
    read(offsetBytes, lengthBytes) {
      read.totalBytes += lengthBytes;
      read.largestBytes = Math.max(read.largestBytes, lengthBytes);
      return whole.read(offsetBytes, lengthBytes);
    },
  };
  return { source, read };
}

/** Reads all there is. Returns what is damaged, and how. */
function damageOf(source: ByteSource): string[] {
  try {
    const found = readFat(source);
    const manifest = found?.manifest() ?? [];
    let atBytes = 0;
    for (const region of found?.regions() ?? []) {
      assert.is(region.startBytes, atBytes);
      atBytes = region.endBytes;
    }
    assert.is(atBytes, found?.sizeBytes ?? 0);
    return manifest.flatMap(({ path, unread, sha256, type }) => {
      assert.is(sha256 === undefined, type === "directory" || unread !== undefined, path);
      return unread === undefined ? [] : [`${path}: ${unread}`];
    });
  } catch (error) {
    if (error instanceof DecodeError) return [error.message];
    throw error;
  }
}

/** Changes a few bytes of the parts that matter, and returns how to undo it. */
function mutate(image: Buffer, regions: readonly Region[], stream: Stream): () => void {
  const undo: (() => void)[] = [];
  for (let patch = stream.integer(1, 3); patch > 0; patch -= 1) {
    const { startBytes, endBytes, name } = stream.pick(regions);
    // Behind this the boot sector is code, and the start of each FAT is what is in use.
    const interesting = name === "boot sector" ? 90 : 700;
    const span = Math.min(endBytes - startBytes, interesting);
    const at = startBytes + stream.integer(0, span - 1);
    const bytes = stream.pick([
      Buffer.from([image.readUInt8(at) ^ (1 << stream.integer(0, 7))]),
      stream.bytes(stream.integer(1, 8)),
      Buffer.alloc(stream.integer(1, 4), 0xff),
      Buffer.from([stream.integer(0, 60), 0]),
    ]);
    const before = Buffer.from(image.subarray(at, at + bytes.length));
    undo.unshift(() => before.copy(image, at));
    bytes.copy(image, at);
  }
  return () => {
    for (const step of undo) step();
  };
}

for (const volume of volumes) {
  test(`${volume.type}: damage is named or harmless, and reading stays bounded`, async () => {
    const image = await makeImage(volume);
    const pristine = Buffer.from(image);
    const healthy = counted(image, image.length);
    assert.equal(damageOf(healthy.source), []);
    const metadata = readFat(healthy.source)?.regions() ?? [];
    const targets = metadata.filter(({ kind }) => kind === "metadata");
    const stream = openStream("fat damage", volume.type);
    let named = 0;
    for (let round = 0; round < volume.rounds; round += 1) {
      const undo = mutate(image, targets, stream);
      const cut = round % 10 === 0 ? stream.integer(0, image.length) : image.length;
      const { source, read } = counted(image, cut);
      const damage = damageOf(source);
      if (damage.length > 0) named += 1;
      for (const each of damage) assert.match(each, /^(fat\.bootSector\.|\/)/);
      assert.ok(read.totalBytes <= 8 * image.length, `read ${read.totalBytes} bytes`);
      assert.ok(read.largestBytes <= image.length, `read ${read.largestBytes} bytes at once`);
      undo();
    }
    assert.ok(image.equals(pristine));
    assert.ok(named > volume.rounds / 10, `only ${named} were noticed`);
  });
}

test("chains that loop, cross, end early or leave the volume are named", async () => {
  const image = await makeImage(volumes[1]);
  const regions = readFat(bufferSource(image))?.regions() ?? [];
  const start = (name: string) => regions.find((one) => one.name === name)?.startBytes ?? 0;
  const fat = start("FAT 1");
  const root = start("root directory");
  const directory = image.readUInt16LE(root + 26);
  const setNext = (cluster: number, value: number) => (copy: Buffer) =>
    copy.writeUInt16LE(value, fat + cluster * 2);
  const setFirst = (cluster: number) => (copy: Buffer) => copy.writeUInt16LE(cluster, root + 26);
  const entryIs = (what: string) =>
    `/EFI: the FAT entry of cluster ${directory} is ${what}, expected the next cluster`;
  const beginsIn = (first: number) =>
    `/EFI: it begins in cluster ${first}, expected one from 2 to 16224`;
  const cases: [string, (copy: Buffer) => unknown][] = [
    [`/EFI: cluster ${directory} is in a chain already`, setNext(directory, directory)],
    [entryIs("free"), setNext(directory, 0)],
    [entryIs("invalid"), setNext(directory, 1)],
    [entryIs("bad"), setNext(directory, 0xfff7)],
    [entryIs("invalid"), setNext(directory, 0xffef)],
    [beginsIn(0), setFirst(0)],
    [beginsIn(0xfff0), setFirst(0xfff0)],
  ];
  for (const [damage, change] of cases) {
    const copy = Buffer.from(image);
    change(copy);
    assert.equal(damageOf(bufferSource(copy)), [damage]);
  }
  image.writeUInt16LE(0x4001, 19);
  const claims = "fat.bootSector.totalSectors: 16385, but the partition holds 16384";
  assert.equal(damageOf(bufferSource(image)), [claims]);
});

test("a file whose chain is broken leaves all others as they are", async () => {
  const image = await makeImage(volumes[1]);
  const healthy = readFat(bufferSource(image))?.manifest() ?? [];
  const fat = 512 * image.readUInt16LE(14);
  const found = new Set<string>();
  for (let cluster = 2; cluster < 150; cluster += 1) {
    const copy = Buffer.from(image);
    copy.writeUInt16LE(1, fat + cluster * 2);
    const now = readFat(bufferSource(copy))?.manifest() ?? [];
    const broken = now.filter(({ unread }) => unread !== undefined).map(({ path }) => path);
    assert.ok(broken.length <= 1);
    const isBeside = ({ path }: { path: string }) => !broken.some((each) => path.startsWith(each));
    assert.equal(now.filter(isBeside), healthy.filter(isBeside));
    for (const path of broken) found.add(path);
  }
  const large = healthy.filter(({ type, sizeBytes }) => type === "directory" || sizeBytes > 512);
  assert.equal(
    [...found].sort(),
    large.slice(1).map(({ path }) => path),
    "all but the root",
  );
});

test("clusters that are bad or in no chain have regions of their own", async () => {
  const image = await makeImage(volumes[1]);
  const before = readFat(bufferSource(image))?.regions() ?? [];
  const fat = before.find(({ name }) => name === "FAT 1")?.startBytes ?? 0;
  const data = before.find(({ name }) => name === "directory")?.startBytes ?? 0;
  for (const cluster of [4000, 4001]) image.writeUInt16LE(0xfff7, fat + cluster * 2);
  image.writeUInt16LE(0xffff, fat + 5000 * 2);
  const after = readFat(bufferSource(image))?.regions() ?? [];
  const placeOf = (wanted: string) => {
    const found = after.filter(({ name }) => name === wanted);
    return found.map(({ startBytes, endBytes }) => [startBytes - data, endBytes - data]);
  };
  assert.equal(placeOf("bad clusters"), [[3998 * 512, 4000 * 512]]);
  assert.equal(placeOf("lost clusters"), [[4998 * 512, 4999 * 512]]);
});

test("reads the second FAT where the boot sector says that it is the one in use", async () => {
  const image = await makeImage(volumes[2]);
  const healthy = readFat(bufferSource(image));
  const fat = healthy?.regions().find(({ name }) => name === "FAT 1");
  const expected = healthy?.manifest();
  image.fill(0, fat?.startBytes, fat?.endBytes);
  const withFlags = (flags: number) => {
    image.writeUInt16LE(flags, 40);
    return bufferSource(image);
  };
  assert.equal(readFat(withFlags(0x81))?.manifest(), expected);
  assert.equal(damageOf(withFlags(0x82)), ["fat.bootSector.extFlags: FAT 3 of 2 in use"]);
  const [root, directory] = damageOf(withFlags(0x01));
  assert.is(root, "/: the FAT entry of cluster 2 is free, expected the next cluster");
  assert.is(directory, "/EFI: the FAT entry of cluster 3 is free, expected the next cluster");
});

test.run();
