import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writePieces } from "../../harness/layout/ext4/source-folder.samples.js";
import { bufferSource } from "../../harness/layout/byte-source.js";
import { encodeGpt, readGpt } from "../../harness/layout/gpt/gpt.js";
import { makeTar, type TarMember } from "../../harness/layout/squashfs/tar.samples.js";
import { HarnessError } from "../../harness/model/errors.js";
import { openStream } from "../../harness/model/prng.js";
import { reasonOf, runTool, type ToolOptions } from "../../harness/target/tool.js";

/** The readers that are tried, by what they read. */
export const damageKinds = ["gpt", "fat", "squashfs", "ext"] as const;
export type DamageKind = (typeof damageKinds)[number];

/** A healthy image that damaged ones are made of. */
export interface BaseImage {
  readonly kind: DamageKind;
  /** How it was made, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const epochSeconds = 1_600_000_000;
const fixedTime = {
  SOURCE_DATE_EPOCH: `${epochSeconds}`,
  E2FSPROGS_FAKE_TIME: `${epochSeconds}`,
  MTOOLS_SKIP_CHECK: "1",
  TZ: "UTC",
};
const firstLba = 64;
const uuid = "6a3b1c52-1111-4222-8333-abcdefabcdef";
const content = openStream("damage images", "content").bytes(20_000);

const fatFormats = ["-F 12 -s 1 -C 128", "-F 16 -s 1 -C 2400", "-F 32 -s 1 -C 33600"];
const squashfsFormats = [
  "-comp gzip -exports",
  "-comp gzip -exports -noI -noD -noF -noX",
  "-comp gzip -noI -noX -no-fragments",
];
const extFormats = [
  "-t ext4 -b 1024 -O ^has_journal,^resize_inode,64bit,metadata_csum",
  "-t ext4 -b 1024 -I 256 -O ^has_journal,inline_data,ea_inode,^metadata_csum",
  "-t ext4 -b 2048 -O ^has_journal,meta_bg,^resize_inode",
  "-t ext2 -b 1024 -I 128",
  "-t ext3 -b 1024 -J size=1",
];
/**
 * Makes the base images of the given kinds with the real tools: partitions with sfdisk, file
 * systems with their mkfs. Times, ids and content are fixed. Throws HarnessError when a tool is
 * missing or fails.
 */
export async function makeBaseImages(kinds: readonly DamageKind[]): Promise<BaseImage[]> {
  const folder = fs.mkdtempSync(join(tmpdir(), "crashpoint-damage-"));
  const made: BaseImage[] = [];
  const add = (kind: DamageKind, name: string) => {
    const bytes = fs.readFileSync(join(folder, "image"));
    made.push({ kind, name, bytes });
    fs.rmSync(join(folder, "image"));
  };
  const makers: Readonly<Record<DamageKind, () => Promise<void>>> = {
    gpt: async () => {
      await makeTable(folder);
      add("gpt", "sfdisk");
      await makeTable(folder);
      widenSectors(folder);
      add("gpt", "sfdisk, written again for sectors of 4096 bytes");
    },
    fat: async () => {
      for (const options of fatFormats) {
        await makeFat(folder, options);
        add("fat", `mkfs.fat ${options}`);
      }
    },
    squashfs: async () => {
      const input = makeTar(tarMembers());
      for (const options of squashfsFormats) {
        const words = options.split(" ");
        await run(folder, ["sqfstar", "-no-progress", "-b", "4096", ...words, "image"], { input });
        add("squashfs", `sqfstar ${options}`);
      }
    },
    ext: async () => {
      for (const options of extFormats) {
        await makeExt(folder, options);
        add("ext", `mke2fs ${options}`);
      }
    },
  };
  try {
    for (const kind of kinds) await makers[kind]();
    return made;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  folder: string,
  command: readonly [string, ...string[]],
  options: ToolOptions = {},
): Promise<string> {
  const result = await runTool(command, { cwd: folder, env: fixedTime, ...options });
  if (result.exitCode === 0) return result.stdout;
  throw new HarnessError(`cannot make a base image: ${command[0]}: ${reasonOf(result)}`);
}

async function makeTable(folder: string): Promise<void> {
  await makeFat(folder, "-F 12 -s 1 -C 128");
  const inside = fs.readFileSync(join(folder, "image"));
  const disk = join(folder, "image");
  fs.writeFileSync(disk, "");
  fs.truncateSync(disk, 512 * 1024);
  const input = [
    "label: gpt",
    "label-id: 01234567-89AB-CDEF-0123-456789ABCDEF",
    "unit: sectors",
    partitionLine(1, firstLba, 256, "EFI System"),
    partitionLine(3, firstLba + 256, 8, "Größe 数据"),
    partitionLine(7, firstLba + 272, 32, "P".repeat(36)),
  ].join("\n");
  await run(folder, ["sfdisk", "--quiet", "image"], { input: `${input}\n` });
  const bytes = fs.readFileSync(disk);
  inside.copy(bytes, firstLba * 512);
  fs.writeFileSync(disk, bytes);
}

/** sfdisk counts in 512 bytes on an image file, so here our own writer stands in for it. */
function widenSectors(folder: string): void {
  const narrow = fs.readFileSync(join(folder, "image"));
  const { primary } = readGpt(bufferSource(narrow));
  if (primary.header === undefined) throw new HarnessError("sfdisk made no GPT that can be read");
  const sectorBytes = 4096;
  const disk = Buffer.alloc(512 * sectorBytes);
  narrow.copy(disk, 0, 0, 512);
  const lastLba = disk.length / sectorBytes - 1;
  for (const [myLba, alternateLba, partitionEntryLba] of [
    [1, lastLba, 2],
    [lastLba, 1, lastLba - 4],
  ] as const) {
    const usable = { firstUsableLba: 6, lastUsableLba: lastLba - 5 };
    const fields = { ...primary.header, myLba, alternateLba, partitionEntryLba, ...usable };
    const copy = encodeGpt(fields, primary.entries, sectorBytes);
    copy.header.copy(disk, myLba * sectorBytes);
    copy.entries.copy(disk, partitionEntryLba * sectorBytes);
  }
  narrow.copy(disk, firstLba * sectorBytes, firstLba * 512, (firstLba + 256) * 512);
  fs.writeFileSync(join(folder, "image"), disk);
}

function partitionLine(number: number, start: number, size: number, name: string): string {
  const id = `00000000-0000-4000-8000-00000000000${number}`;
  const type = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";
  return `image${number} : start=${start}, size=${size}, type=${type}, uuid=${id}, name="${name}"`;
}

async function makeFat(folder: string, options: string): Promise<void> {
  const [size = "", ...rest] = options.split(" ").reverse();
  const words = [...rest.reverse(), "image", size];
  await run(folder, ["mkfs.fat", "--invariant", "-n", "LABEL", ...words]);
  const tree = join(folder, "EFI");
  fs.mkdirSync(join(tree, "a long folder name/inner"), { recursive: true });
  for (let index = 0; index < 10; index += 1) {
    const name = index % 2 === 0 ? `F${index}.BIN` : `a longer name ${index} ü.bin`;
    const path = join(tree, index < 5 ? "a long folder name" : ".", name);
    fs.writeFileSync(path, content.subarray(0, index * 700));
    fs.utimesSync(path, epochSeconds, epochSeconds);
  }
  await run(folder, ["mcopy", "-i", "image", "-s", "-m", "EFI", "::/"]);
  // Freed clusters in front make the next file a fragmented one.
  await run(folder, ["mdel", "-i", "image", "::/EFI/a long folder name/F2.BIN"]);
  await run(folder, ["mcopy", "-i", "image", "EFI/a longer name 9 ü.bin", "::/in pieces"]);
  fs.rmSync(tree, { recursive: true });
}

function tarMembers(): TarMember[] {
  const long = "long".repeat(50);
  const files = Array.from({ length: 30 }, (_, index): TarMember => ({
    name: `folder/file ${index} ü`,
    type: "0",
    content: content.subarray(0, index * 40),
    uid: 1000 + (index % 3),
    xattrs: index % 7 === 0 ? { "user.long": long, "user.note": `${index}` } : {},
  }));
  const holes = Buffer.concat([content.subarray(0, 9000), Buffer.alloc(40_000), content]);
  return [
    { name: "folder", type: "5", mode: 0o755, xattrs: { "user.folder": long } },
    { name: "folder/inner", type: "5", mode: 0o755 },
    ...files,
    { name: "large", type: "0", content: holes },
    { name: "folder/same", type: "1", linkTarget: "large" },
    { name: "link", type: "2", linkTarget: "folder/file 3" },
    { name: "block", type: "4" },
    { name: "character", type: "3" },
    { name: "pipe", type: "6" },
  ];
}

async function makeExt(folder: string, options: string): Promise<void> {
  const size = options.includes("ext3") ? "3M" : "768K";
  const fixed = ["-q", "-F", "-N", "64", "-U", uuid, "-E", `hash_seed=${uuid},lazy_itable_init=0`];
  await run(folder, ["mke2fs", ...options.split(" "), ...fixed, "image", size]);
  // So far that it takes every level of a block map, and that holes cost no hashing.
  const places = Array.from({ length: 90 }, (_, index) => (index < 89 ? index * 8192 : 1.5e9));
  const alignedPlaces = places.map((place) => place - (place % 4096));
  writePieces(join(folder, "scattered"), 2 ** 31, alignedPlaces, content.subarray(0, 1024));
  fs.writeFileSync(join(folder, "middle"), content.subarray(0, 5000));
  fs.writeFileSync(join(folder, "small"), content.subarray(0, 100));
  fs.writeFileSync(join(folder, "value"), "b".repeat(500));
  const names = Array.from({ length: 25 }, (_, index) => `a name that is long, number ${index}`);
  const requests = [
    "write scattered scattered",
    "write middle middle",
    "mkdir folder",
    "mkdir folder/inner",
    ...names.map((name) => `write small "folder/${name}"`),
    "ln middle folder/same",
    "sif middle links_count 2",
    `symlink "short link" small`,
    `symlink "long link" ${"x".repeat(100)}`,
    "mknod device c 1 3",
    "mknod pipe p",
    "ea_set middle user.note hello",
    "ea_set -f value scattered user.value",
  ];
  fs.writeFileSync(join(folder, "requests"), `${requests.join("\n")}\n`);
  await run(folder, ["debugfs", "-w", "-f", "requests", "image"]);
}
