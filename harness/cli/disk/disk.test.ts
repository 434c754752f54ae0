import { createHash } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { describeDisk } from "./disk.js";

const disk = suite<{ folder: string; image: string }>("disk");

disk.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "disk-test-"));
  context.image = join(context.folder, "disk.img");
});
disk.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

const mebibyte = 2 ** 20;
const partitions = ["--new=1:4096:+1M", "--typecode=1:ef00", "--change-name=1:EFI System"]
  .concat("--attributes=1:set:2", "--new=9:10240:+4M", "--change-name=9:P\u202e3")
  .concat("--partition-guid=9:00000000-1111-2222-3333-444444444444");

async function run(...command: [string, ...string[]]): Promise<void> {
  const result = await runTool(command);
  assert.is(result.exitCode, 0, reasonOf(result));
}

async function makeDisk(image: string, sizeBytes: number): Promise<void> {
  writeFileSync(image, "");
  truncateSync(image, sizeBytes);
  await run("sgdisk", ...partitions, image);
}

function writeAt(image: string, offsetBytes: number, text: string): void {
  const descriptor = openSync(image, "r+");
  writeSync(descriptor, text, offsetBytes);
  closeSync(descriptor);
}

/** Blanks of a line become one. */
async function linesOf(image: string): Promise<string[]> {
  const text = await describeDisk(image);
  assert.ok(text.split("\n").every((line) => Array.from(line).length <= 100 + image.length));
  return text.split("\n").map((line) => line.trim().replaceAll(/ +/g, " "));
}

function includesAll(lines: readonly string[], expected: readonly string[]): void {
  for (const line of expected) assert.ok(lines.includes(line), `${line}\nin\n${lines.join("\n")}`);
}

disk("prints headers, free space, partitions, file systems and hashes", async (context) => {
  const { folder, image } = context;
  await makeDisk(image, 16 * mebibyte);
  mkdirSync(join(folder, "files", "deep"), { recursive: true });
  writeFileSync(join(folder, "files", "deep", "a"), "a");
  const offset = `offset=${10240 * 512}`;
  const options = ["-q", "-t", "ext4", "-L", "persist", "-d", join(folder, "files")];
  await run("mke2fs", ...options, "-E", offset, image, "4M");
  const lines = await linesOf(image);
  const bytes = readFileSync(image);
  const hash = (start: number, end: number) =>
    createHash("sha256").update(bytes.subarray(start, end)).digest("hex");
  includesAll(lines, [
    `${image}: 16777216 bytes (16 MiB), sectors of 512 bytes`,
    "protective MBR: valid",
    "GPT: clean",
    "header CRC valid valid",
    "entries CRC valid valid",
    "MyLBA 1 32767",
    "AlternateLBA 32767 1",
    "34 4095 1.98 (free)",
    "1 4096 6143 1 EFI System EFI System",
    "6144 10239 2 (free)",
    "9 10240 18431 4 Linux data P\\u{202e}3",
    "18432 32734 6.98 (free)",
    "attributes 0000000000000004",
    "GUID 00000000-1111-2222-3333-444444444444",
    "no known file system",
    `SHA-256 ${hash(4096 * 512, 6144 * 512)}`,
    "files 1, in 3 folders; 0 of other types",
    `SHA-256 ${hash(10240 * 512, 18432 * 512)}`,
  ]);
  assert.ok(lines.some((line) => line.startsWith('file system ext4, label "persist", id ')));
});

disk("tells what is wrong with either copy", async ({ image }) => {
  await makeDisk(image, 16 * mebibyte);
  writeAt(image, 512 + 60, "damage");
  const headerDamaged = await linesOf(image);
  includesAll(headerDamaged, [
    "GPT: primary invalid",
    "header bad header CRC valid",
    "header CRC wrong valid",
    "entries CRC can't be checked valid",
    "MyLBA - 32767",
    "1 4096 6143 1 EFI System EFI System",
  ]);
  assert.ok(headerDamaged.some((line) => line.startsWith("problem: gpt.primary.header.headerCrc")));
  writeAt(image, 16 * mebibyte - 33 * 512 + 60, "damage");
  includesAll(await linesOf(image), [
    "GPT: both invalid",
    "entries CRC can't be checked wrong",
    "Neither copy is valid: no partitions are believed.",
  ]);
});

disk("takes a bare file system", async ({ image }) => {
  await run("mke2fs", "-q", "-t", "ext4", "-L", "bare", image, "4M");
  const lines = await linesOf(image);
  includesAll(lines, ["No GPT: the whole image is one file system."]);
  includesAll(lines, [`SHA-256 ${createHash("sha256").update(readFileSync(image)).digest("hex")}`]);
});

disk("prints a DOS label, its logical partitions and what they hold", async ({ image }) => {
  writeFileSync(image, "");
  truncateSync(image, 16 * mebibyte);
  const slots = ["2048,2048,c,*", "4096,20480,5", "6144,8192,83"];
  const input = ["label: dos", "label-id: 0x1234abcd", ...slots].join("\n");
  const made = await runTool(["sfdisk", "-q", image], { input });
  assert.is(made.exitCode, 0, reasonOf(made));
  await run(
    "mke2fs",
    "-q",
    "-t",
    "ext4",
    "-L",
    "persist",
    "-E",
    `offset=${6144 * 512}`,
    image,
    "4M",
  );
  const lines = await linesOf(image);
  includesAll(lines, [
    "MBR: DOS label, id 0x1234abcd, sectors of 512 bytes",
    "1 2048 4095 1 0x0c FAT32 LBA active",
    "2 4096 24575 10 0x05 extended",
    "5 6144 14335 4 0x83 Linux",
    "partition 1",
    "partition 5",
  ]);
  assert.ok(lines.some((line) => line.startsWith('file system ext4, label "persist", id ')));
  assert.not(lines.includes("partition 2"));
  writeAt(image, 4096 * 512 + 510, "no");
  includesAll(await linesOf(image), ["problem: mbr.extended[1]: no boot record at LBA 4096"]);
});

disk("names a format that it does not read", async ({ image }) => {
  writeFileSync(image, Buffer.alloc(100_000));
  writeAt(image, 0, "XFSB");
  const lines = await linesOf(image);
  includesAll(lines, ["format xfs, whose content is not read here"]);
});

disk("refuses what is no disk", async ({ folder, image }) => {
  const refused = async (path: string, message: RegExp) => {
    try {
      await describeDisk(path);
    } catch (error) {
      assert.instance(error, UsageError);
      assert.match((error as Error).message, message);
      return;
    }
    assert.unreachable(path);
  };
  writeFileSync(image, "");
  await refused(image, /is empty/);
  writeFileSync(image, "x");
  await refused(image, /not a GPT disk/);
  writeFileSync(image, Buffer.alloc(100_000, "garbage"));
  await refused(image, /not a GPT disk: no signature "EFI PART" at byte 512, 4096, 94208, 99328; /);
  await refused(folder, /is a directory/);
  await refused(join(folder, "missing"), /no such file/);
  await refused(join(image, "below"), /no such file/);
  await refused("/dev/null", /not a regular file/);
});

disk.run();
