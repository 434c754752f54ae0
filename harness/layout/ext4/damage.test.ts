import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { readDamaged } from "./damage.samples.js";
import { readExt4 } from "./ext4.js";
import { withFolder, writePieces } from "./source-folder.samples.js";

const formats = [
  "-t ext4 -b 1024 -O ^has_journal,^resize_inode",
  "-t ext4 -b 1024 -I 256 -O ^has_journal,inline_data,ea_inode,^metadata_csum",
  "-t ext4 -b 4096 -O ^has_journal,meta_bg,^resize_inode",
  "-t ext2 -b 1024",
];
const caseCount = 2000;

for (const options of formats) {
  test(`mke2fs ${options}: a damaged image is read or refused, and soon`, () =>
    withFolder(async (folder) => {
      const image = await makeImage(folder, options.split(" "));
      const places = metadataPlaces(image);
      const stream = openStream("damage.test", options);
      const counts = { read: 0, refused: 0, unknown: 0 };
      let mostReadBytes = 0;
      for (let left = caseCount; left > 0; left -= 1) {
        const { outcome, readBytes } = readDamaged(image, places, stream, readExt4);
        counts[outcome] += 1;
        mostReadBytes = Math.max(mostReadBytes, readBytes);
      }
      assert.ok(counts.refused > caseCount / 10, JSON.stringify(counts));
      assert.ok(counts.read > caseCount / 10, JSON.stringify(counts));
      assert.ok(mostReadBytes < image.length * 8, `${mostReadBytes} bytes were read`);
    }));
}

async function makeImage(folder: string, options: readonly string[]): Promise<Buffer> {
  const from = join(folder, "from");
  const image = join(folder, "image");
  fs.mkdirSync(join(from, "folder/inner"), { recursive: true });
  const bytes = openStream("damage.test", "content").bytes(1024);
  const places = Array.from({ length: 100 }, (_, index) => index * 8192);
  writePieces(join(from, "scattered"), 100 * 8192, places, bytes);
  for (let index = 0; index < 40; index += 1) {
    fs.writeFileSync(join(from, "folder", `file ${index}`), bytes.subarray(0, index * 20));
  }
  fs.symlinkSync("x".repeat(100), join(from, "long link"));
  fs.symlinkSync("short", join(from, "short link"));
  const size = options.includes("4096") ? "2M" : "512K";
  const format = ["mke2fs", ...options, "-q", "-F", "-N", "64", "-d", from, image, size] as const;
  const result = await runTool(["mke2fs", ...format.slice(1)]);
  assert.is(result.exitCode, 0, reasonOf(result));
  const big = join(folder, "big");
  fs.writeFileSync(big, "b".repeat(500));
  for (const request of ["ea_set scattered user.note x", `ea_set -f ${big} scattered user.big`]) {
    await runTool(["debugfs", "-w", "-R", request, image]);
  }
  return fs.readFileSync(image);
}

/** The bytes of the metadata that are in use: zeros are mostly room for what is not there. */
function metadataPlaces(image: Buffer): number[] {
  const regions = readExt4(bufferSource(image))?.regions() ?? [];
  return regions
    .filter(({ kind }) => kind === "metadata")
    .flatMap(({ startBytes, endBytes }) =>
      Array.from({ length: endBytes - startBytes }, (_, index) => startBytes + index),
    )
    .filter((offset) => image[offset] !== 0 && image[offset] !== 0xff);
}

test.run();
