import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource, openFileSource } from "../byte-source.js";
import { readDamaged } from "../ext4/damage.samples.js";
import { differences, fillFolder, readFolder, withFolder } from "../ext4/source-folder.samples.js";
import type { FileSystem, ManifestEntry } from "../file-system.js";
import { makeTar } from "./tar.samples.js";
import { readSquashfs } from "./squashfs.js";

async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { timeoutMs: 60_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

function withImage(image: string, use: (fileSystem: FileSystem) => void): void {
  const source = openFileSource(image);
  const fileSystem = readSquashfs(source);
  assert.ok(fileSystem);
  use(fileSystem);
  source.close();
}

const allPlain = "-noI -noD -noF -noX";
const names = [
  "superblock",
  "data",
  "inode table",
  "directory table",
  "fragment table",
  "export table",
  "id table",
];

const formats: readonly (readonly [string, readonly string[]])[] = [
  ["-comp gzip", names],
  ["-comp gzip -b 4096", names],
  ["-comp gzip -b 1M -Xcompression-level 1", ["compressor options"]],
  ["-comp gzip -no-fragments -no-exports", []],
  ["-comp gzip -always-use-fragments -no-duplicates", names],
  [`-comp gzip ${allPlain}`, names],
  [`-comp zstd ${allPlain}`, names],
];

for (const [options, wantedNames] of formats) {
  test(`mksquashfs ${options}: the manifest is that of the source folder`, () =>
    withFolder(async (folder) => {
      const from = join(folder, "from");
      const image = join(folder, "image");
      fs.mkdirSync(from);
      fillFolder(from, 700);
      await run("mksquashfs", from, image, ...options.split(" "), "-no-progress", "-no-xattrs");
      withImage(image, (fileSystem) => {
        assert.equal(differences(fileSystem.manifest(), readFolder(from)), []);
        const imageBytes = fs.statSync(image).size;
        assertCovers(fileSystem, imageBytes);
        const found = fileSystem.regions().map(({ name }) => name);
        for (const name of wantedNames) assert.ok(found.includes(name), name);
      });
    }));
}

test("the superblock's own sizes agree with unsquashfs", () =>
  withFolder(async (folder) => {
    const image = await makeSmallImage(folder, []);
    const stat = await run("unsquashfs", "-s", image);
    withImage(image, (fileSystem) => {
      assert.is(fileSystem.type, "squashfs");
      assert.equal([fileSystem.label, fileSystem.id], ["", ""]);
      assert.is(fileSystem.sizeBytes, Number(/Filesystem size (\d+) bytes/.exec(stat)?.[1]));
    });
  }));

test("devices, pipes, sizes and owners agree with unsquashfs -lln", () =>
  withFolder(async (folder) => {
    const image = await makeSmallImage(folder, []);
    const listing = await run("unsquashfs", "-lln", image);
    const wanted = listing.split("\n").filter((line) => line.includes("squashfs-root"));
    withImage(image, (fileSystem) => {
      const found = fileSystem.manifest();
      assert.is(found.length, wanted.length);
      for (const { path, type, sizeBytes, uid = 0, gid = 0 } of found) {
        const name = path === "/" ? "squashfs-root" : `squashfs-root${path}`;
        const sizeColumn = type === "file" || type === "symlink" ? `${sizeBytes} ` : "";
        const line = wanted.find((each) => each.split(" -> ")[0]?.endsWith(` ${name}`)) ?? "";
        assert.match(
          line,
          new RegExp(`^[${typeLetters[type]}]\\S+ +${uid}/${gid} +${sizeColumn}`),
          path,
        );
      }
    });
  }));

const typeLetters: Readonly<Record<ManifestEntry["type"], string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  device: "bc",
  fifo: "p",
  socket: "s",
};

test("extended attributes, shared ones too", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    const long = "long".repeat(50);
    const input = makeTar([
      { name: "one", type: "0", xattrs: { "user.note": "hello", "user.long": long } },
      { name: "two", type: "0", xattrs: { "user.long": long, "security.selinux": "label" } },
      { name: "none", type: "0" },
    ]);
    const result = await runTool(["sqfstar", "-no-progress", image], { input });
    assert.is(result.exitCode, 0, reasonOf(result));
    const hex = (text: string) => Buffer.from(text).toString("hex");
    withImage(image, (fileSystem) => {
      const found = fileSystem.manifest().map(({ path, xattrs }) => [path, xattrs]);
      assert.equal(Object.fromEntries(found), {
        "/": undefined,
        "/none": undefined,
        "/one": { "user.long": hex(long), "user.note": hex("hello") },
        "/two": { "security.selinux": hex("label"), "user.long": hex(long) },
      });
      assert.ok(fileSystem.regions().some(({ name }) => name === "xattr table"));
    });
  }));

test("with a compressor that Node lacks the regions can be read, the manifest not", () =>
  withFolder(async (folder) => {
    const image = await makeSmallImage(folder, ["-comp", "xz"]);
    withImage(image, (fileSystem) => {
      assertCovers(fileSystem, fs.statSync(image).size);
      assert.throws(
        () => fileSystem.manifest(),
        /^squashfs\.superblock\.compressor: compressor 4 \(xz\) is not supported/,
      );
    });
  }));

test("what is no squashfs is undefined", () => {
  assert.is(readSquashfs(bufferSource(Buffer.alloc(0))), undefined);
  assert.is(readSquashfs(bufferSource(Buffer.alloc(4096))), undefined);
});

for (const options of ["-comp gzip", `-comp gzip -always-use-fragments ${allPlain}`]) {
  test(`mksquashfs ${options}: a damaged image is read or refused, and soon`, () =>
    withFolder(async (folder) => {
      const image = fs.readFileSync(await makeSmallImage(folder, options.split(" ")));
      const places = (readSquashfs(bufferSource(image))?.regions() ?? [])
        .filter(({ kind }) => kind === "metadata")
        .flatMap(({ startBytes, endBytes }) =>
          Array.from({ length: endBytes - startBytes }, (_, index) => startBytes + index),
        );
      const stream = openStream("squashfs.test", options);
      const counts = { read: 0, refused: 0, unknown: 0 };
      for (let left = 2000; left > 0; left -= 1) {
        const { outcome, readBytes } = readDamaged(image, places, stream, readSquashfs);
        counts[outcome] += 1;
        assert.ok(readBytes < image.length * 20, `${readBytes} bytes were read`);
      }
      assert.ok(counts.refused > 200, JSON.stringify(counts));
    }));
}

/** An image of one of everything, devices too, whoever runs the test. */
async function makeSmallImage(folder: string, options: readonly string[]): Promise<string> {
  const from = join(folder, "from");
  const image = join(folder, "image");
  fs.mkdirSync(join(from, "folder"), { recursive: true });
  const bytes = openStream("squashfs.test", "content").bytes(9000);
  fs.writeFileSync(join(from, "large"), Buffer.concat([bytes, Buffer.alloc(20000), bytes]));
  for (let index = 0; index < 40; index += 1) {
    fs.writeFileSync(join(from, "folder", `file ${index}`), bytes.subarray(0, index * 20));
  }
  fs.symlinkSync("large", join(from, "link"));
  fs.linkSync(join(from, "large"), join(from, "folder/same"));
  const made = ["block b 600 0 6 8 1", "character c 644 70000 5 1 3", "pipe i 600 0 0 f"];
  await run(
    "mksquashfs",
    from,
    image,
    ...options,
    "-b",
    "4096",
    "-no-progress",
    ...made.flatMap((definition) => ["-p", definition]),
  );
  return image;
}

function assertCovers(fileSystem: FileSystem, sizeBytes: number): void {
  let end = 0;
  for (const { startBytes, endBytes } of fileSystem.regions()) {
    assert.is(startBytes, end);
    assert.ok(endBytes > startBytes);
    end = endBytes;
  }
  assert.is(end, sizeBytes);
  const free = fileSystem.regions().find(({ kind }) => kind === "free");
  assert.is(free?.startBytes ?? sizeBytes, fileSystem.sizeBytes);
}

test.run();
