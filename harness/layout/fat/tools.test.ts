import * as fc from "fast-check";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { withFolder } from "../ext4/source-folder.samples.js";
import { decodeBootSector, type FatGeometry } from "./boot-sector.js";
import { readFat } from "./fat.js";

// Volumes that mkfs.fat and mtools make are read by our reader, mtools and fsck.fat.

const env = { MTOOLS_SKIP_CHECK: "1", TZ: "UTC" };

async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { env, timeoutMs: 30_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

const formats = [
  { bits: 12, sizeKiB: 700, most: 1900, sectorsPerCluster: [1, 2, 4] },
  { bits: 16, sizeKiB: 9000, most: 30_000, sectorsPerCluster: [1, 2] },
  { bits: 32, sizeKiB: 36_000, most: 60_000, sectorsPerCluster: [1] },
] as const;

const format = fc.constantFrom(...formats).chain((chosen) =>
  fc.record({
    bits: fc.constant(chosen.bits),
    sizeKiB: fc.integer({ min: chosen.sizeKiB, max: chosen.most }),
    sectorsPerCluster: fc.constantFrom(...chosen.sectorsPerCluster),
    fatCount: fc.constantFrom(1, 2),
    reserved: fc.integer({ min: chosen.bits === 32 ? 8 : 1, max: 40 }),
    rootEntries: fc.constantFrom(112, 224, 512),
    label: fc.stringMatching(/^[A-Z][A-Z0-9 ]{0,9}[A-Z0-9]$/),
    id: fc.stringMatching(/^[1-9a-f][0-9a-f]{7}$/),
  }),
);

/** What mcopy would ask about or write otherwise stays out: dots and spaces at an end. */
const name = fc
  .array(fc.constantFrom(...Array.from("abcXYZ019 ._-äß数ñ")), { minLength: 1, maxLength: 40 })
  .map((letters) => `f${letters.join("")}e`)
  // mtools does not lower all letters of a short name, as Linux and our reader do.
  .map((text) => (/^[ -~]*$/.test(text) ? text : `${text} in a long name`));

const file = fc.record({ name, sizeBytes: fc.integer({ min: 0, max: 9000 }), folder: fc.nat(3) });
const files = fc.uniqueArray(file, {
  selector: ({ name: text }) => text.toUpperCase(),
  minLength: 4,
  maxLength: 14,
});
const volume = fc.record({ format, files, seed: fc.nat() });
type Volume = typeof volume extends fc.Arbitrary<infer Value> ? Value : never;

const folders = ["", "/sub", "/sub/A folder with a long name", "/DEEP"];

/** Makes a volume, fills it, deletes every third file, and fills the gaps with larger ones. */
async function makeVolume(folder: string, { format: chosen, files: list, seed }: Volume) {
  const image = join(folder, "image");
  fs.rmSync(image, { force: true });
  const words = ["-F", `${chosen.bits}`, "-s", `${chosen.sectorsPerCluster}`];
  words.push("-f", `${chosen.fatCount}`, "-R", `${chosen.reserved}`, "-a");
  if (chosen.bits !== 32) words.push("-r", `${chosen.rootEntries}`);
  words.push("-n", chosen.label, "-i", chosen.id, "-C", image, `${chosen.sizeKiB}`);
  await run("mkfs.fat", "--invariant", ...words);
  const stream = openStream("fat tools", `${seed}`);
  const tree = join(folder, "tree");
  fs.rmSync(tree, { recursive: true, force: true });
  for (const path of folders) fs.mkdirSync(join(tree, path), { recursive: true });
  const wanted = new Map<string, string>();
  const write = (path: string, sizeBytes: number) => {
    const content = stream.bytes(sizeBytes);
    fs.writeFileSync(join(tree, path), content);
    wanted.set(path, sha256(content));
  };
  const pathOf = (one: (typeof list)[number]) => `${folders[one.folder] ?? ""}/${one.name}`;
  for (const one of list) write(pathOf(one), one.sizeBytes);
  const tops = fs.readdirSync(tree).map((top) => join(tree, top));
  await run("mcopy", "-i", image, "-s", ...tops, "::/");
  const deleted = list.filter((_, index) => index % 3 === 0).map(pathOf);
  await run("mdel", "-i", image, ...deleted.map((path) => `::${path}`));
  for (const path of deleted) wanted.delete(path);
  write("/in many pieces", 20_000);
  await run("mcopy", "-i", image, join(tree, "in many pieces"), "::/");
  return { image, wanted };
}

async function assertGeometry(image: string, geometry: FatGeometry): Promise<void> {
  const told = await run("minfo", "-i", image);
  const number = (pattern: RegExp) => Number(pattern.exec(told)?.[1] ?? "0");
  assert.is(number(/sector size: (\d+)/), geometry.sectorBytes);
  assert.is(number(/cluster size: (\d+)/) * geometry.sectorBytes, geometry.clusterBytes);
  assert.is(number(/reserved \(boot\) sectors: (\d+)/), geometry.reservedSectors);
  assert.is(number(/^fats: (\d+)/m), geometry.fatCount);
  assert.is(
    number(/root directory slots: (\d+)/),
    (geometry.rootSectors * geometry.sectorBytes) / 32,
  );
  assert.is(number(/small size: (\d+)/) || number(/big size: (\d+)/), geometry.totalSectors);
  const fatSectors = number(/[Ss]ectors per fat: (\d+)/) || number(/Big fatlen=(\d+)/);
  assert.is(fatSectors, geometry.fatSectors);
  assert.match(told, `serial number: ${geometry.volumeId.replace("-", "")}`);
}

async function assertLikeTools(
  folder: string,
  { image, wanted }: Awaited<ReturnType<typeof makeVolume>>,
) {
  const bytes = fs.readFileSync(image);
  const geometry = decodeBootSector(bytes.subarray(0, 512));
  const found = readFat(bufferSource(bytes));
  assert.ok(geometry && found);
  await assertGeometry(image, geometry);
  const manifest = found.manifest();
  const digests = manifest.flatMap(({ path, sha256: digest }) =>
    digest === undefined ? [] : [[path, digest] as const],
  );
  assert.equal(digests.sort(), [...wanted].sort());
  const listed = await run("mdir", "-i", image, "-/", "-a", "-b", "::/");
  const paths = listed
    .trim()
    .split("\n")
    .map((line) => line.slice(2).replace(/\/$/, ""));
  assert.equal(manifest.map(({ path }) => path).slice(1), paths.sort());

  const copies = join(folder, "copies");
  fs.rmSync(copies, { recursive: true, force: true });
  fs.mkdirSync(copies);
  await run("mcopy", "-i", image, "-s", "-n", "-m", "::/*", copies);
  for (const { path, type, sizeBytes, modifiedSeconds, sha256: digest } of manifest.slice(1)) {
    const stat = fs.statSync(join(copies, path));
    if (type === "directory") continue;
    assert.equal([stat.size, stat.mtimeMs / 1000], [sizeBytes, modifiedSeconds], path);
    assert.is(sha256(fs.readFileSync(join(copies, path))), digest, path);
  }

  const told = await run("fsck.fat", "-n", image);
  const [, used, total] = /files, (\d+)\/(\d+) clusters/.exec(told) ?? [];
  const freeBytes = found
    .regions()
    .filter(({ name: text }) => text === "free")
    .reduce((sum, { startBytes, endBytes }) => sum + endBytes - startBytes, 0);
  assert.is(Number(total), geometry.clusterCount);
  assert.is(Number(total) - Number(used), freeBytes / geometry.clusterBytes);
}

test("volumes of mkfs.fat and mtools are the same to mtools, fsck.fat and our reader", () =>
  withFolder(async (folder) => {
    for (const chosen of fc.sample(volume, { seed: 3, numRuns: 8 })) {
      const made = await makeVolume(folder, chosen);
      const found = readFat(bufferSource(fs.readFileSync(made.image)));
      assert.is(found?.type, `fat${chosen.format.bits}`);
      assert.is(found?.label, chosen.format.label);
      assert.is(found?.id.replace("-", "").toLowerCase(), chosen.format.id);
      await assertLikeTools(folder, made);
    }
  }));

test("what fsck.fat finds clean is read, whatever the damage", () =>
  withFolder(async (folder) => {
    const chosen = fc
      .sample(volume, { seed: 8, numRuns: 20 })
      .find((one) => one.format.bits === 16);
    assert.ok(chosen);
    const { image } = await makeVolume(folder, {
      ...chosen,
      format: { ...chosen.format, fatCount: 1 },
    });
    const pristine = fs.readFileSync(image);
    const regions = readFat(bufferSource(pristine))?.regions() ?? [];
    const fat = regions.find(({ name: text }) => text === "FAT 1");
    const slots = regions.filter(({ name: text }) => /directory/.test(text));
    assert.ok(fat);
    const stream = openStream("fat tools", "damage");
    const counts = { clean: 0, refused: 0 };
    for (let round = 0; round < 40; round += 1) {
      const bytes = Buffer.from(pristine);
      const region = stream.pick(slots);
      const slot = region.startBytes + 32 * stream.integer(0, 5);
      const at = stream.pick([
        fat.startBytes + 4 + stream.integer(0, 60),
        slot + stream.pick([0, 5, 11, 22, 24, 26, 28, 29]),
      ]);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << stream.integer(0, 7)), at);
      fs.writeFileSync(image, bytes);
      const isClean = (await runTool(["fsck.fat", "-n", image])).exitCode === 0;
      if (isClean) readFat(bufferSource(bytes))?.manifest();
      counts[isClean ? "clean" : "refused"] += 1;
    }
    assert.ok(counts.clean > 3 && counts.refused > 10, JSON.stringify(counts));
  }));

test.run();
