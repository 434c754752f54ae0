import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { readFacts } from "../facts/facts.js";
import { checkCopy, type FsckAnswer } from "../fsck/fsck.js";
import { endlessFat } from "../fsck/endless-fat.samples.js";
import { repairCopy, type Repair } from "./repair-copy.js";

/** Real repairs of what has a reader here: what they mend, and which files are left. */
const repairs = suite<{ folder: string; image: string }>("real repairs");
repairs.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-repair-"));
  context.image = join(context.folder, "part.img");
});
repairs.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const limitMs = 30_000;
const blockBytes = 1024;
/** After the superblock and the group descriptors. */
const inodesStartBytes = 3 * blockBytes;

async function run(...command: [string, ...string[]]): Promise<void> {
  const result = await runTool(command, { timeoutMs: limitMs });
  assert.is(result.exitCode, 0, reasonOf(result));
}

/** Forty files in a folder of the host, of 3000 to 120000 bytes. */
function sampleFiles(folder: string): string {
  const files = join(folder, "files");
  mkdirSync(files);
  for (let number = 1; number <= 40; number += 1) {
    writeFileSync(join(files, `F${number}`), `${number}\n`.padStart(3000 * number, "crash "));
  }
  return files;
}

async function sampleExt4(image: string, folder: string): Promise<void> {
  const layout = ["-t", "ext4", "-b", String(blockBytes), "-O", "metadata_csum"];
  await run("mke2fs", "-q", ...layout, "-d", sampleFiles(folder), image, "16M");
}

function debugfs(image: string, ...lines: string[]): Promise<void> {
  const script = join(image, "..", "debugfs.script");
  writeFileSync(script, lines.join("\n"));
  return run("debugfs", "-w", "-f", script, image);
}

/** Each file with what it holds, of the one file system in an image. */
function filesIn(image: string): Record<string, string | undefined> {
  const [partition] = readFacts(bufferSource(readFileSync(image))).partitions;
  assert.ok(partition?.fileSystem);
  assert.is(partition.fileSystem.problem, undefined);
  const files = partition.fileSystem.manifest.filter(({ type }) => type === "file");
  return Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
}

/** Mends an image as it is and tells what its checker said before. */
async function mend(image: string): Promise<{ before: FsckAnswer; repair: Repair }> {
  const [partition] = readFacts(bufferSource(readFileSync(image))).partitions;
  assert.ok(partition?.fileSystem);
  const check = async () => {
    const answer = await checkCopy(partition, image, { runTool, limitOf: () => limitMs });
    assert.ok(answer);
    return answer;
  };
  const before = await check();
  const { type } = partition.fileSystem;
  const repair = await repairCopy({ type, path: image, runTool, limitMs, checkAgain: check });
  return { before, repair };
}

repairs("an ext4 that is marked as clean is mended by hand", async ({ image, folder }) => {
  await sampleExt4(image, folder);
  const whole = filesIn(image);
  await debugfs(image, "setb 15000 20");
  const { before, repair } = await mend(image);
  assert.is(before.kind, "complaint");
  assert.equal(repair, { kind: "mended", by: "e2fsck -fy", passes: 1 });
  assert.equal(filesIn(image), whole);
});

repairs("one that is not is mended by a boot", async ({ image, folder }) => {
  await sampleExt4(image, folder);
  const whole = filesIn(image);
  await debugfs(image, "setb 15000 20", "ssv state 0");
  const { repair } = await mend(image);
  assert.equal(repair, { kind: "mended", by: "e2fsck -p", passes: 1 });
  assert.equal(filesIn(image), whole);
});

/** A tune2fs that gets another UUID into half of what holds one, but not into the superblock. */
async function cutTune2fs(image: string): Promise<void> {
  const bytes = readFileSync(image);
  const other = `${image}.other`;
  copyFileSync(image, other);
  await run("tune2fs", "-f", "-U", "11111111-2222-3333-4444-555555555555", other);
  const after = readFileSync(other);
  const differing: number[] = [];
  for (let at = inodesStartBytes; at < bytes.length; at += blockBytes) {
    const same = after.compare(bytes, at, at + blockBytes, at, at + blockBytes) === 0;
    if (!same) differing.push(at);
  }
  for (const at of differing.slice(0, differing.length / 4)) {
    after.copy(bytes, at, at, at + blockBytes);
  }
  writeFileSync(image, bytes);
}

repairs("after a cut tune2fs -U it deletes files, and its checker is content", async (context) => {
  const { image, folder } = context;
  await sampleExt4(image, folder);
  const whole = filesIn(image);
  await cutTune2fs(image);
  const { before, repair } = await mend(image);
  assert.is(before.kind, "complaint");
  assert.equal(repair, { kind: "mended", by: "e2fsck -fy", passes: 1 });
  const left = filesIn(image);
  // The root is among the first inodes, so all names are gone.
  assert.ok(Object.keys(left).every((path) => path.startsWith("/lost+found/#")));
  assert.ok(Object.keys(left).length < Object.keys(whole).length);
});

/** Where the parts of a FAT are. */
function partsOf(fat: Buffer) {
  const [sectorBytes, reserved] = [fat.readUInt16LE(11), fat.readUInt16LE(14)];
  const fatBytes = fat.readUInt16LE(22) * sectorBytes;
  const first = reserved * sectorBytes;
  return { first, second: first + fatBytes, root: first + 2 * fatBytes };
}

async function sampleFat(image: string, folder: string): Promise<Buffer> {
  await run("mkfs.fat", "-F", "16", "-C", image, "16384");
  const files = sampleFiles(folder);
  await run("mcopy", "-i", image, join(files, "F2"), join(files, "F30"), "::");
  return readFileSync(image);
}

for (const [what, damage] of [
  ["a bad second FAT", (fat: Buffer) => fat.writeUInt8(0x77, partsOf(fat).second + 8)],
  ["a dirty bit", (fat: Buffer) => fat.writeUInt8(fat.readUInt8(37) | 1, 37)],
  [
    "a lost chain",
    (fat: Buffer) => {
      const { first, second } = partsOf(fat);
      for (const at of [first, second]) fat.writeUInt16LE(0xffff, at + 2 * 6000);
    },
  ],
] as const) {
  repairs(`a FAT with ${what} is mended at once, its files whole`, async ({ image, folder }) => {
    const bytes = await sampleFat(image, folder);
    const whole = filesIn(image);
    damage(bytes);
    writeFileSync(image, bytes);
    const { before, repair } = await mend(image);
    assert.is(before.kind, "complaint");
    assert.equal(repair, { kind: "mended", by: "fsck.fat -a", passes: 1 });
    const { "/FSCK0000.REC": salvaged, ...left } = filesIn(image);
    assert.is(salvaged !== undefined, what === "a lost chain");
    assert.equal(left, whole);
  });
}

repairs("a FAT whose first copy is bad: fsck.fat goes by it, and cuts files", async (context) => {
  const { image, folder } = context;
  const bytes = await sampleFat(image, folder);
  const whole = filesIn(image);
  const { first } = partsOf(bytes);
  bytes.fill(0, first + 64, first + 128);
  writeFileSync(image, bytes);
  const { repair } = await mend(image);
  assert.is(repair.kind, "mended");
  assert.not.equal(filesIn(image), whole);
});

repairs("a FAT over which fsck.fat does not end is not mended either", async ({ image }) => {
  writeFileSync(image, await endlessFat(image));
  const checkAgain = () => Promise.reject(new Error("asked"));
  const asked = { type: "fat16", path: image, runTool, limitMs: 200, checkAgain };
  assert.equal(await repairCopy(asked), { kind: "hung", by: "fsck.fat -a", limitMs: 200 });
});

repairs.run();
