import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../../target/tool.js";
import { openFileSource } from "../byte-source.js";
import type { Region } from "../region.js";
import { readExt4 } from "./ext4.js";
import { fillFolder, withFolder } from "./source-folder.samples.js";

async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { timeoutMs: 60_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

function readRegions(image: string): Region[] {
  const source = openFileSource(image);
  const regions = readExt4(source)?.regions();
  source.close();
  assert.ok(regions);
  return regions;
}

function blocksNamed(regions: readonly Region[], name: string, blockSizeBytes: number): number[] {
  return regions
    .filter((region) => region.name === name)
    .flatMap(({ startBytes, endBytes }) => {
      const start = Math.floor(startBytes / blockSizeBytes);
      const count = Math.ceil(endBytes / blockSizeBytes) - start;
      return Array.from({ length: count }, (_, index) => start + index);
    });
}

/**
 * All block numbers of the ranges, `4-7, 9`, in the parts of a text that a pattern finds. With
 * clusters dumpe2fs names the first block of each.
 */
function blocksIn(text: string, pattern: RegExp, blocksPerUnit = 1): number[] {
  const ranges = [...text.matchAll(pattern)].flatMap((match) => (match[1] ?? "").split(/[ ,]+/));
  const blocks = ranges.filter(Boolean).flatMap((range) => {
    const [start = 0, last = start] = range.split("-").map(Number);
    return Array.from({ length: last - start + blocksPerUnit }, (_, index) => start + index);
  });
  return blocks.sort((one, other) => one - other);
}

const patterns: readonly (readonly [string, RegExp])[] = [
  ["superblock", /Primary superblock at (\d+)/g],
  ["superblock backup", /Backup superblock at (\d+)/g],
  ["group descriptors", /Primary superblock at.*Group descriptors at ([\d-]+)/g],
  ["group descriptors backup", /Backup superblock at.*Group descriptors at ([\d-]+)/g],
  ["reserved GDT", /Reserved GDT blocks at ([\d-]+)/g],
  ["block bitmaps", /Block bitmap at (\d+)/g],
  ["inode bitmaps", /Inode bitmap at (\d+)/g],
  ["inode tables", /Inode table at ([\d-]+)/g],
  ["free", /^ {2}Free blocks: ([\d, -]+)$/gm],
];

const formats: readonly (readonly [number, string])[] = [
  [1024, "-t ext2 -b 1024"],
  [1024, "-t ext3 -b 1024 -g 2048"],
  [4096, "-t ext3 -b 4096 -g 1024"],
  [1024, "-t ext4 -b 1024 -g 2048"],
  [2048, "-t ext4 -b 2048 -g 2048"],
  [4096, "-t ext4 -b 4096 -g 1024"],
  [4096, "-t ext4 -b 4096 -g 512 -O ^flex_bg,^64bit"],
  [1024, "-t ext4 -b 1024 -g 1024 -O sparse_super2"],
  [1024, "-t ext4 -b 1024 -g 1024 -O ^sparse_super,^resize_inode"],
  [4096, "-t ext4 -b 4096 -O bigalloc,^resize_inode -C 16384 -g 8192"],
];

for (const [blockSizeBytes, options] of formats) {
  test(`mke2fs ${options}: the regions are where dumpe2fs says`, () =>
    withFolder(async (folder) => {
      const from = join(folder, "from");
      const image = join(folder, "image");
      fs.mkdirSync(from);
      fillFolder(from, 300);
      await run("mke2fs", ...options.split(" "), "-q", "-F", "-d", from, image, "37M");
      await assertAgrees(image, blockSizeBytes, options.includes("-C") ? 4 : 1);
    }));
}

test("after resize2fs, smaller and larger", () =>
  withFolder(async (folder) => {
    const from = join(folder, "from");
    const image = join(folder, "image");
    fs.mkdirSync(from);
    fillFolder(from, 300);
    const options = ["-q", "-F", "-t", "ext4", "-b", "1024", "-g", "4096", "-d", from];
    await run("mke2fs", ...options, image, "60M");
    for (const size of ["25M", "110M"]) {
      await run("e2fsck", "-fy", image);
      await run("resize2fs", image, size);
      await assertAgrees(image, 1024, 1);
    }
  }));

test("meta_bg: descriptors lie in the first, second and last group of each meta group", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    const options = ["-q", "-F", "-t", "ext4", "-b", "1024", "-g", "512"];
    await run("mke2fs", ...options, "-O", "meta_bg,^resize_inode,^flex_bg", image, "20M");
    const regions = readRegions(image);
    assertCovers(regions, 20 * 1024 * 1024);
    const dump = await run("dumpe2fs", image);
    const wanted = blocksIn(dump, /Group descriptor at (\d+)/g);
    const found = [
      ...blocksNamed(regions, "group descriptors", 1024),
      ...blocksNamed(regions, "group descriptors backup", 1024),
    ];
    assert.equal(
      found.sort((one, other) => one - other),
      wanted,
    );
  }));

test("a block with two owners is an error", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    await run("mke2fs", "-q", "-F", "-t", "ext2", "-b", "1024", image, "1M");
    const table = blocksNamed(readRegions(image), "inode tables", 1024)[0] ?? 0;
    await run("debugfs", "-w", "-R", `set_inode_field /lost+found block[3] ${table}`, image);
    const pattern = new RegExp(`^ext4\\.block\\(${table}\\): claimed by `);
    assert.throws(() => readRegions(image), pattern);
  }));

async function assertAgrees(
  image: string,
  blockSizeBytes: number,
  blocksPerCluster: number,
): Promise<void> {
  const regions = readRegions(image);
  const dump = await run("dumpe2fs", image);
  // mke2fs leaves out a last group that would have no room for data.
  const blockCount = Number(/Block count: +(\d+)/.exec(dump)?.[1]);
  assertCovers(regions, blockCount * blockSizeBytes);
  for (const [name, pattern] of patterns) {
    const wanted = blocksIn(dump, pattern, name === "free" ? blocksPerCluster : 1);
    assert.equal(blocksNamed(regions, name, blockSizeBytes), wanted, name);
  }
  await assertOwners(image, regions, blockSizeBytes);
}

function assertCovers(regions: readonly Region[], sizeBytes: number): void {
  let end = 0;
  for (const [index, region] of regions.entries()) {
    assert.is(region.startBytes, end);
    assert.ok(region.endBytes > region.startBytes);
    assert.is.not(region.name, regions[index - 1]?.name);
    end = region.endBytes;
  }
  assert.is(end, sizeBytes);
  assert.equal(regions[0], { name: "boot block", kind: "metadata", startBytes: 0, endBytes: 1024 });
  assert.is(regions[1]?.name, "superblock");
}

/** What debugfs counts to a file is in a region that a file can have, and in the right one. */
async function assertOwners(
  image: string,
  regions: readonly Region[],
  blockSizeBytes: number,
): Promise<void> {
  const owners: readonly (readonly [string, readonly string[]])[] = [
    ["/many", ["directory", "extent tree", "indirect block"]],
    ["/sparse", ["data", "extent tree", "indirect block"]],
    [`"/size 400000"`, ["data", "extent tree", "indirect block"]],
    ["<8>", ["journal", "extent tree", "indirect block"]],
  ];
  for (const [path, names] of owners) {
    const owned = blocksIn(await run("debugfs", "-R", `blocks ${path}`, image), /([\d ]+)/g);
    const allowed = new Set(names.flatMap((name) => blocksNamed(regions, name, blockSizeBytes)));
    assert.equal(
      owned.filter((block) => block !== 0 && !allowed.has(block)),
      [],
      path,
    );
  }
}

test.run();
