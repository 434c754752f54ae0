import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource, openFileSource } from "../byte-source.js";
import type { FileSystem, FileSystemType, ManifestEntry } from "../file-system.js";
import { readExt4 } from "./ext4.js";
import {
  differences,
  fillFolder,
  readFolder,
  withFolder,
  writePieces,
} from "./source-folder.samples.js";

async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { timeoutMs: 60_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

/** debugfs exits 0 whatever happens, so the image is checked afterwards. */
async function debug(image: string, ...requests: string[]): Promise<void> {
  for (const request of requests) await run("debugfs", "-w", "-R", request, image);
  await run("e2fsck", "-fn", image);
}

function withImage(image: string, use: (fileSystem: FileSystem) => void): void {
  const source = openFileSource(image);
  const fileSystem = readExt4(source);
  assert.ok(fileSystem);
  use(fileSystem);
  source.close();
}

function entryOf(fileSystem: FileSystem, path: string): ManifestEntry {
  const entry = fileSystem.manifest().find((each) => each.path === path);
  assert.ok(entry, `${path} is missing`);
  return entry;
}

/** mke2fs makes lost+found, and gives the root a time of its own. */
function withoutRoot(entries: readonly ManifestEntry[]): ManifestEntry[] {
  return entries.filter(({ path }) => path !== "/" && path !== "/lost+found");
}

function assertSame(fileSystem: FileSystem, folder: string): void {
  const wanted = withoutRoot(readFolder(folder));
  assert.equal(differences(withoutRoot(fileSystem.manifest()), wanted), []);
}

const formats: readonly (readonly [FileSystemType, string, ...string[]])[] = [
  ["ext2", "-t ext2 -b 1024"],
  ["ext2", "-t ext2 -b 4096 -I 128"],
  ["ext2", "-t ext2 -O none"],
  ["ext3", "-t ext3 -b 1024"],
  ["ext3", "-t ext3 -b 2048"],
  ["ext4", "-t ext4 -b 1024"],
  ["ext4", "-t ext4 -b 4096"],
  ["ext4", "-t ext4 -b 4096 -I 512 -O inline_data"],
  ["ext4", "-t ext4 -b 1024 -O inline_data,^64bit,^metadata_csum,^extents"],
  ["ext4", "-t ext4 -b 1024 -O meta_bg,^resize_inode -g 1024"],
  ["ext4", "-t ext4 -b 4096 -O bigalloc -C 16384"],
];

for (const [type, options] of formats) {
  test(`mke2fs ${options}: the manifest is that of the source folder`, () =>
    withFolder(async (folder) => {
      const from = join(folder, "from");
      const image = join(folder, "image");
      fs.mkdirSync(from);
      fillFolder(from, 700);
      const uuid = "6a3b1c52-1111-4222-8333-abcdefabcdef";
      const fixed = ["-q", "-F", "-L", "a label", "-U", uuid, "-d", from];
      await run("mke2fs", ...options.split(" "), ...fixed, image, "24M");
      withImage(image, (fileSystem) => {
        assert.is(fileSystem.type, type);
        assert.is(fileSystem.label, "a label");
        assert.is(fileSystem.id, uuid);
        assert.is(fileSystem.sizeBytes, 24 * 1024 * 1024);
        assertSame(fileSystem, from);
        assert.is(entryOf(fileSystem, "/lost+found").mode, 0o700);
      });
    }));
}

test("a hashed directory is read like a linear one", () =>
  withFolder(async (folder) => {
    const from = join(folder, "from");
    const image = join(folder, "image");
    fs.mkdirSync(join(from, "many"), { recursive: true });
    for (let index = 0; index < 900; index += 1) {
      fs.writeFileSync(join(from, "many", `${index} is a name that takes some room`), "");
    }
    await run("mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", "-d", from, image, "8M");
    // e2fsck -D is what makes the index: mke2fs -d writes linear directories.
    await run("e2fsck", "-fyD", image);
    assert.match(await run("debugfs", "-R", "htree_dump /many", image), "Root node dump");
    withImage(image, (fileSystem) => assertSame(fileSystem, from));
  }));

test("deep maps: triple indirect blocks, and extent trees of depth 2", () =>
  withFolder(async (folder) => {
    const from = join(folder, "from");
    fs.mkdirSync(from);
    const piece = openStream("ext4.test", "piece").bytes(1024);
    const places = Array.from({ length: 700 }, (_, index) => index * 16384);
    writePieces(join(from, "far"), 80_000_000, [0, 5_000_000, 70_000_384], piece);
    writePieces(join(from, "scattered"), 700 * 16384 + 5, places, piece);
    for (const type of ["ext2", "ext4"]) {
      const image = join(folder, type);
      await run("mke2fs", "-q", "-F", "-t", type, "-b", "1024", "-d", from, image, "16M");
      withImage(image, (fileSystem) => {
        assertSame(fileSystem, from);
        const name = type === "ext2" ? "indirect block" : "extent tree";
        assert.ok(fileSystem.regions().some((region) => region.name === name));
      });
    }
    const tree = await run("debugfs", "-R", "extents /scattered", join(folder, "ext4"));
    assert.match(tree, "1/ 2");
  }));

test("extended attributes in the inode, in a block and in an inode of their own", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    const big = join(folder, "big");
    const huge = join(folder, "huge");
    fs.writeFileSync(big, "b".repeat(700));
    fs.writeFileSync(huge, "h".repeat(1000));
    await run("mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", "-O", "ea_inode", image, "4M");
    await debug(
      image,
      "mkdir plain",
      `write ${big} file`,
      "ea_set file user.note hello",
      "ea_set file security.selinux label",
      "ea_set file trusted.t x",
      `ea_set -f ${big} file user.big`,
    );
    await run("debugfs", "-w", "-R", `ea_set -f ${huge} file user.huge`, image);
    // debugfs forgets to count the blocks of the inode that holds the value.
    assert.is((await runTool(["e2fsck", "-fy", image])).exitCode, 1);
    const hex = (text: string) => Buffer.from(text).toString("hex");
    withImage(image, (fileSystem) => {
      assert.equal(entryOf(fileSystem, "/file").xattrs, {
        "security.selinux": hex("label"),
        "trusted.t": hex("x"),
        "user.big": hex("b".repeat(700)),
        "user.huge": hex("h".repeat(1000)),
        "user.note": hex("hello"),
      });
      assert.is(entryOf(fileSystem, "/plain").xattrs, undefined);
      assert.ok(fileSystem.regions().some(({ name }) => name === "xattr block"));
    });
  }));

test("devices, pipes, and extents that were set aside but never written", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    await run("mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", image, "4M");
    const file = join(folder, "file");
    fs.writeFileSync(file, "");
    await debug(
      image,
      "mknod block b 8 1",
      "mknod character c 1 3",
      "mknod pipe p",
      `write ${file} aside`,
      "fallocate aside 0 99",
      "set_inode_field aside size 102400",
      "set_inode_field aside uid 70000",
      "set_inode_field aside gid 65536",
      "set_inode_field aside mtime @7258118400",
    );
    withImage(image, (fileSystem) => {
      assert.is(entryOf(fileSystem, "/block").type, "device");
      assert.is(entryOf(fileSystem, "/character").type, "device");
      assert.is(entryOf(fileSystem, "/pipe").type, "fifo");
      const zerosSha256 = createHash("sha256").update(Buffer.alloc(102400)).digest("hex");
      const { sha256, uid, gid, modifiedSeconds } = entryOf(fileSystem, "/aside");
      assert.is(sha256, zerosSha256);
      assert.equal([uid, gid, modifiedSeconds], [70000, 65536, 7258118400]);
    });
  }));

test("what is no ext file system is undefined, one that is cut short an error", () =>
  withFolder(async (folder) => {
    assert.is(readExt4(bufferSource(Buffer.alloc(0))), undefined);
    assert.is(readExt4(bufferSource(Buffer.alloc(65536))), undefined);
    const image = join(folder, "image");
    await run("mke2fs", "-q", "-F", "-t", "ext4", image, "4M");
    const bytes = fs.readFileSync(image);
    const cut = readExt4(bufferSource(bytes.subarray(0, 2 * 1024 * 1024)));
    assert.throws(() => cut?.manifest(), /^ext4\.superblock\.blockCount: expected at most 2048/);
    assert.throws(() => cut?.regions(), /^ext4\.superblock\.blockCount/);
  }));

test.run();
