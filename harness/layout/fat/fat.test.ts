import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { openFileSource, slice } from "../byte-source.js";
import type { ByteSource } from "../byte-source.js";
import type { FileSystem } from "../file-system.js";
import { readFat } from "./fat.js";

const volumes = [
  { type: "fat12", sizeKiB: 4096, options: ["-F", "12", "-s", "4"] },
  { type: "fat12", sizeKiB: 1440, options: ["-F", "12"] },
  { type: "fat16", sizeKiB: 20480, options: ["-F", "16", "-s", "2"] },
  { type: "fat16", sizeKiB: 32768, options: ["-F", "16", "-S", "1024"] },
  { type: "fat32", sizeKiB: 40960, options: ["-F", "32", "-s", "1"] },
  { type: "fat32", sizeKiB: 73728, options: ["-F", "32", "-S", "1024", "-s", "1"] },
] as const;

const stream = openStream("fat", "files");
const files: Readonly<Record<string, Buffer>> = {
  "README.TXT": Buffer.from("upper case\n"),
  "readme2.txt": Buffer.from("lower case\n"),
  "Mixed.Txt": Buffer.alloc(0),
  "a name of more than thirteen letters.conf": stream.bytes(70_000),
  "Größe – naïve 数据.bin": stream.bytes(5_000),
  "é.txt": Buffer.from("one accent"),
  "thirteen.char": Buffer.from("no end mark in its long name"),
  "EFI/BOOT/BOOTX64.EFI": stream.bytes(300_001),
  "EFI/BOOT/no extension": stream.bytes(512),
  "EFI/deep/1/2/3/4/5/6/7/8/9/ten/eleven/file.dat": stream.bytes(4096),
  ...Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`many/entry number ${index}.bin`, stream.bytes(40)]),
  ),
};

async function run(command: readonly [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { env: { MTOOLS_SKIP_CHECK: "1", TZ: "UTC" } });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), "fat-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function makeVolume(folder: string, volume: { sizeKiB: number; options: readonly string[] }) {
  const { sizeKiB, options } = volume;
  const image = join(folder, "image");
  const id = ["-i", "1234abcd", "-n", "My Label"];
  await run(["mkfs.fat", "--invariant", ...id, ...options, "-C", image, String(sizeKiB)]);
  return image;
}

function writeTree(folder: string): string {
  const top = join(folder, "tree");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(top, dirname(path)), { recursive: true });
    writeFileSync(join(top, path), content);
    utimesSync(join(top, path), 1_600_000_000, 1_600_000_000);
  }
  return top;
}

function open(source: ByteSource): FileSystem {
  const found = readFat(source);
  if (found === undefined) throw new Error("not recognised as FAT");
  return found;
}

/** Regions follow each other without gaps and fill the volume. */
function assertCovered(found: FileSystem) {
  let atBytes = 0;
  for (const region of found.regions()) {
    assert.is(region.startBytes, atBytes, region.name);
    assert.ok(region.endBytes > atBytes, region.name);
    atBytes = region.endBytes;
  }
  assert.is(atBytes, found.sizeBytes);
}

for (const volume of volumes) {
  const title = `${volume.type} of ${volume.sizeKiB} KiB`;
  test(`${title}: agrees with mkfs.fat and mcopy`, () =>
    withFolder(async (folder) => {
      const image = await makeVolume(folder, volume);
      const top = writeTree(folder);
      const roots = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? path))];
      await run(["mcopy", "-i", image, "-s", "-m", ...roots.map((one) => join(top, one)), "::/"]);
      await run(["mattrib", "-i", image, "+r", "+s", "+h", "::/README.TXT"]);
      await run(["mdel", "-i", image, "::/many/entry number 7.bin"]);

      const source = openFileSource(image);
      const found = open(source);
      assert.is(found.type, volume.type);
      assert.is(found.label, "My Label");
      assert.is(found.id, "1234-ABCD");
      assert.is(found.sizeBytes, source.sizeBytes);
      assertCovered(found);

      const manifest = found.manifest();
      const expected = Object.entries(files)
        .filter(([path]) => path !== "many/entry number 7.bin")
        .map(([path, content]) => `/${path} ${content.length} ${sha256(content)}`);
      const got = manifest
        .filter(({ type }) => type === "file")
        .map((entry) => `${entry.path} ${entry.sizeBytes} ${entry.sha256 ?? ""}`);
      assert.equal(got.sort(), expected.sort());
      const paths = manifest.map(({ path }) => path);
      assert.equal(paths, [...paths].sort());
      const readme = manifest.find(({ path }) => path === "/README.TXT");
      assert.is(readme?.attributes, 0x27);
      assert.is(readme?.modifiedSeconds, 1_600_000_000);

      const listed = await run(["mdir", "-i", image, "-/", "-a", "-b", "::/"]);
      // mdir lowers only ASCII letters of a short name, Linux and mcopy all of them.
      const shown = listed.replace("::/É.txt", "::/é.txt").trim().split("\n");
      const mdirPaths = shown.map((line) => line.slice(2).replace(/\/$/, ""));
      assert.equal(paths.slice(1), mdirPaths.sort());
      source.close();
    }));
}

test("finds the parts of a FAT32 where the boot sector puts them", () =>
  withFolder(async (folder) => {
    const source = openFileSource(await makeVolume(folder, volumes[4]));
    const regions = open(source).regions();
    const shown = regions.map(({ name, kind, startBytes, endBytes }) => {
      return `${name} ${kind} ${startBytes / 512} ${(endBytes - startBytes) / 512}`;
    });
    assert.equal(shown, [
      "boot sector metadata 0 1",
      "FSInfo metadata 1 1",
      "reserved metadata 2 4",
      "boot sector backup metadata 6 1",
      "reserved metadata 7 25",
      "FAT 1 metadata 32 630",
      "FAT 2 metadata 662 630",
      "root directory metadata 1292 1",
      "free free 1293 80627",
    ]);
    source.close();
  }));

test("a changed label in the root directory goes before the boot sector's", () =>
  withFolder(async (folder) => {
    const image = await makeVolume(folder, volumes[2]);
    await run(["mlabel", "-i", image, "::OTHER"]);
    const source = openFileSource(image);
    assert.is(open(source).label, "OTHER");
    source.close();
  }));

test("a FAT32 with fewer clusters than Windows allows is one, as for Linux and blkid", () =>
  withFolder(async (folder) => {
    const small = { type: "fat32", sizeKiB: 8192, options: ["-F", "32", "-S", "4096"] } as const;
    const image = await makeVolume(folder, small);
    const source = openFileSource(image);
    const found = open(source);
    assert.is(found.type, "fat32");
    assertCovered(found);
    assert.equal(found.manifest(), [{ path: "/", type: "directory", sizeBytes: 0 }]);
    const told = await run(["blkid", "-p", "-o", "export", image]);
    assert.match(told, `UUID=${found.id}\n`);
    assert.match(told, "VERSION=FAT32\n");
    source.close();
  }));

test("other contents are not taken for FAT", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    for (const type of ["ext2", "ext4"]) {
      await run(["mke2fs", "-q", "-F", "-t", type, image, "8M"]);
      const source = openFileSource(image);
      assert.is(readFat(source), undefined);
      source.close();
    }
    await run(["sgdisk", "--clear", image]);
    const disk = openFileSource(image);
    assert.is(readFat(disk), undefined);
    assert.is(readFat(slice(disk, 0, 100)), undefined);
    assert.is(readFat(slice(disk, 0, 0)), undefined);
    disk.close();
  }));

test.run();
