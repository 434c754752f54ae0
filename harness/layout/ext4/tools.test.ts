import * as fc from "fast-check";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import type { ManifestEntry } from "../file-system.js";
import { readExt4 } from "./ext4.js";
import { differences, readFolder, withFolder, writePieces } from "./source-folder.samples.js";
import { decodeSuperblock } from "./superblock.js";
import { openVolume } from "./volume.js";

// What mke2fs and debugfs make is read by our reader, dumpe2fs, debugfs and e2fsck.

async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { timeoutMs: 30_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

const features = fc.record({
  more: fc.subarray([
    "inline_data",
    "ea_inode",
    "meta_bg",
    "sparse_super2",
    "flex_bg",
    "large_dir",
  ]),
  less: fc.subarray(["extent", "64bit", "metadata_csum", "dir_index", "has_journal", "uninit_bg"]),
});

const format = fc.record({
  type: fc.constantFrom("ext2", "ext3", "ext4", "ext4", "ext4"),
  blockBytes: fc.constantFrom(1024, 2048, 4096),
  inodeBytes: fc.constantFrom(128, 256, 512),
  sizeMiB: fc.integer({ min: 9, max: 30 }),
  blocksPerGroup: fc.constantFrom(undefined, 1024, 2048, 8192),
  bigalloc: fc.boolean(),
  features,
  label: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9 ]{0,14}[0-9]$/),
  uuid: fc.uuid(),
});

const name = fc
  .array(fc.constantFrom(...Array.from("abcXYZ019._-äß数🚀")), { minLength: 1, maxLength: 50 })
  .map((letters) => `n${letters.join("")}e`);

const file = fc.record({
  name,
  kind: fc.constantFrom("random", "sparse", "link", "same"),
  folder: fc.nat(3),
  sizeBytes: fc.oneof(
    fc.integer({ min: 0, max: 200 }),
    fc.integer({ min: 0, max: 70_000 }),
    fc.constantFrom(59, 60, 61, 1024, 4096, 12 * 1024 + 1, 300_000),
  ),
  mode: fc.integer({ min: 0o400, max: 0o7777 }),
  modifiedSeconds: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  xattr: fc.option(fc.stringMatching(/^[a-z]{1,300}$/), { nil: undefined }),
});

const volume = fc.record({
  format,
  files: fc.uniqueArray(file, {
    selector: ({ name: text }) => text,
    minLength: 3,
    maxLength: 20,
    size: "max",
  }),
  manyNames: fc.constantFrom(0, 0, 400),
  seed: fc.nat(),
});
type Volume = typeof volume extends fc.Arbitrary<infer Value> ? Value : never;

const folders = ["", "sub/", "sub/deep/er/", "other/"];

function fillFrom(from: string, { files, manyNames, seed, format: chosen }: Volume): void {
  // mke2fs 1.47.0 cuts a file that ends in a hole where inline_data is on.
  const mayEndInHole = !chosen.features.more.includes("inline_data");
  const stream = openStream("ext4 tools", `${seed}`);
  for (const path of folders) fs.mkdirSync(join(from, path), { recursive: true });
  for (let index = 0; index < manyNames; index += 1) {
    fs.writeFileSync(join(from, "other", `one of the many names, number ${index}`), "");
  }
  let first: string | undefined;
  for (const { name: text, kind, folder, sizeBytes, mode, modifiedSeconds } of files) {
    const path = join(from, folders[folder] ?? "", text);
    if (kind === "link") {
      fs.symlinkSync("l".repeat((sizeBytes % 900) + 1), path);
      continue;
    }
    if (kind === "same" && first !== undefined) {
      fs.linkSync(first, path);
      continue;
    }
    if (kind === "sparse" && mayEndInHole)
      writePieces(path, sizeBytes * 70, [0, sizeBytes * 40], stream.bytes(500));
    else fs.writeFileSync(path, stream.bytes(sizeBytes));
    fs.chmodSync(path, mode);
    fs.utimesSync(path, modifiedSeconds, modifiedSeconds);
    first ??= path;
  }
}

/** The options of mke2fs, without features that exclude each other. */
function optionsOf({ format: chosen }: Volume): string[] {
  const { type, blockBytes, inodeBytes, blocksPerGroup, bigalloc, features: drawn } = chosen;
  const words = ["-t", type, "-b", `${blockBytes}`, "-I", `${inodeBytes}`];
  const isNew = type === "ext4" && inodeBytes > 128;
  const isBig = bigalloc && isNew && !drawn.less.includes("extent") && blocksPerGroup === undefined;
  const more = isNew ? drawn.more : drawn.more.filter((one) => one === "sparse_super2");
  const noResize = more.includes("meta_bg") || more.includes("sparse_super2");
  const list = [
    ...more,
    ...(type === "ext4" ? drawn.less.map((one) => `^${one}`) : []),
    ...(type === "ext4" && drawn.less.includes("extent") ? ["^64bit"] : []),
    ...(noResize ? ["^resize_inode"] : []),
    ...(isBig ? ["bigalloc"] : []),
  ];
  if (list.length > 0) words.push("-O", list.join(","));
  if (isBig) words.push("-C", `${blockBytes * 4}`);
  if (blocksPerGroup !== undefined) words.push("-g", `${blocksPerGroup}`);
  return words;
}

async function makeImage(folder: string, chosen: Volume): Promise<string> {
  const from = join(folder, "from");
  const image = join(folder, "image");
  fs.rmSync(from, { recursive: true, force: true });
  fs.rmSync(image, { force: true });
  fillFrom(from, chosen);
  const { label, uuid, sizeMiB } = chosen.format;
  const fixed = ["-q", "-F", "-L", label, "-U", uuid, "-d", from];
  await run("mke2fs", ...optionsOf(chosen), ...fixed, image, `${sizeMiB}M`);
  const attributes = xattrsOf(chosen).map(([path, value]) => `ea_set ${path} user.x ${value}`);
  fs.writeFileSync(join(folder, "requests"), attributes.join("\n"));
  await run("debugfs", "-w", "-f", join(folder, "requests"), image);
  // It makes the indexes of large folders, and counts blocks that debugfs forgets to count.
  const repaired = await runTool(["e2fsck", "-fyD", image]);
  assert.ok([0, 1].includes(repaired.exitCode ?? -1), reasonOf(repaired));
  await run("e2fsck", "-fn", image);
  return image;
}

function xattrsOf({ files }: Volume): [string, string][] {
  return files.flatMap(({ name: text, folder, kind, xattr }): [string, string][] => {
    if (xattr === undefined || kind === "link" || kind === "same") return [];
    return [[`/${folders[folder] ?? ""}${text}`, xattr]];
  });
}

/** Runs of numbers as dumpe2fs writes them: `12-40, 77`. */
function runsOf(text: string | undefined): (readonly [number, number])[] {
  return (text ?? "").split(", ").flatMap((part) => {
    const [first, last] = part.split("-");
    return first === undefined || first === ""
      ? []
      : [[Number(first), Number(last ?? first)] as const];
  });
}

async function assertLikeDumpe2fs(image: string, bytes: Buffer): Promise<void> {
  const told = await run("dumpe2fs", image);
  const superblock = decodeSuperblock(bytes.subarray(1024, 2048));
  const found = readExt4(bufferSource(bytes));
  assert.ok(superblock && found);
  const text = (key: string) => new RegExp(`^${key}: +(.*)$`, "m").exec(told)?.[1];
  const number = (key: string) => Number(text(key) ?? 0);
  assert.is(found.label, text("Filesystem volume name"));
  assert.is(found.id, text("Filesystem UUID"));
  assert.is(superblock.inodeCount, number("Inode count"));
  assert.is(superblock.blockCount, number("Block count"));
  assert.is(superblock.firstDataBlock, number("First block"));
  assert.is(superblock.blockSizeBytes, number("Block size"));
  assert.is(superblock.inodesPerGroup, number("Inodes per group"));
  assert.is(superblock.blocksPerGroup, number("Blocks per group"));
  assert.is(superblock.inodeSizeBytes, Number(/^Inode size:\s+(\d+)/m.exec(told)?.[1]));
  assert.is(superblock.journalInode, number("Journal inode"));
  assert.is(superblock.reservedGdtBlockCount, number("Reserved GDT blocks"));
  const groups = told.split(/^Group (?=\d+:)/m).slice(1);
  const descriptors = openVolume(bufferSource(bytes), superblock).groups;
  assert.is(descriptors.length, groups.length);
  for (const [index, group] of groups.entries()) {
    const at = (what: string) => Number(new RegExp(`${what} at (\\d+)`).exec(group)?.[1]);
    const { blockBitmap, inodeBitmap, inodeTable } = descriptors[index] ?? {};
    const wanted = [at("Block bitmap"), at("Inode bitmap"), at("Inode table")];
    assert.equal([blockBitmap, inodeBitmap, inodeTable], wanted, `group ${index}`);
  }
  const { blockSizeBytes, blocksPerCluster } = superblock;
  const free = new Set<number>();
  for (const group of groups) {
    for (const [first, last] of runsOf(/Free blocks: (.*)/.exec(group)?.[1])) {
      // With clusters it names the first block of the last one.
      for (let block = first; block < last + blocksPerCluster; block += 1) free.add(block);
    }
  }
  for (const { kind, startBytes, endBytes } of found.regions()) {
    if (kind !== "free") continue;
    for (let at = startBytes; at < endBytes; at += blockSizeBytes) {
      assert.ok(free.delete(at / blockSizeBytes), `block ${at / blockSizeBytes} is not free`);
    }
  }
  assert.equal([...free].slice(0, 9), [], "free blocks that the regions call used");
}

async function assertLikeDebugfs(folder: string, image: string, bytes: Buffer): Promise<void> {
  const entries = readExt4(bufferSource(bytes))?.manifest() ?? [];
  const lines: string[] = [];
  for (const { path } of entries.filter(({ type }) => type === "directory")) {
    const listing = await run("debugfs", "-R", `ls -p "${path}"`, image);
    for (const line of listing.split("\n")) {
      const [, , mode = "", uid = "", gid = "", text = "", size = ""] = line.split("/");
      if (text === "" || text === "." || text === "..") continue;
      const isFolder = mode.startsWith("04");
      const place = `${path === "/" ? "" : path}/${text}`;
      lines.push([mode.slice(-4), uid, gid, place, isFolder ? 0 : size].join(" "));
    }
  }
  const found = entries.slice(1).map(({ mode = 0, uid, gid, path, sizeBytes }) => {
    return [mode.toString(8).padStart(4, "0"), uid, gid, path, sizeBytes].join(" ");
  });
  assert.equal(found.sort(), lines.sort());
  for (const entry of entries.filter(({ type }) => type === "file").slice(0, 3)) {
    const content = join(folder, "content");
    await run("debugfs", "-R", `dump "${entry.path}" ${content}`, image);
    // debugfs dumps the whole room of an inline file, 60 bytes at the least.
    const dumped = fs.readFileSync(content).subarray(0, entry.sizeBytes);
    assert.is(sha256(dumped), entry.sha256, entry.path);
  }
}

function without(entry: ManifestEntry, key: keyof ManifestEntry): ManifestEntry {
  const kept = Object.entries(entry).filter(([name]) => name !== key);
  return Object.fromEntries(kept) as unknown as ManifestEntry;
}

test("what mke2fs and debugfs make is the same to dumpe2fs, debugfs and our reader", () =>
  withFolder(async (folder) => {
    for (const chosen of fc.sample(volume, { seed: 23, numRuns: 12 })) {
      const image = await makeImage(folder, chosen);
      const bytes = fs.readFileSync(image);
      await assertLikeDumpe2fs(image, bytes);
      await assertLikeDebugfs(folder, image, bytes);
      const manifest = readExt4(bufferSource(bytes))?.manifest() ?? [];
      const isOurs = ({ path }: { path: string }) => path !== "/" && path !== "/lost+found";
      const plain = manifest.filter(isOurs).map((entry) => without(entry, "xattrs"));
      assert.equal(differences(plain, readFolder(join(folder, "from")).filter(isOurs)), []);
      for (const [path, value] of xattrsOf(chosen)) {
        const entry = manifest.find((one) => one.path === path);
        assert.equal(entry?.xattrs, { "user.x": Buffer.from(value).toString("hex") }, path);
      }
    }
  }));

test.run();
