import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { readExt4 } from "./ext4.js";
import { withFolder } from "./source-folder.samples.js";

// What damage runs found: numbers that no random flip in a small suite would hit again.

async function makeImage(
  folder: string,
  features: string,
  requests: readonly string[],
): Promise<Buffer> {
  const image = join(folder, "image");
  const file = join(folder, "requests");
  fs.writeFileSync(file, requests.join("\n"));
  for (const command of [
    ["mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", "-O", features, image, "6M"],
    ["debugfs", "-w", "-f", file, image],
  ] as const) {
    const result = await runTool(command, { cwd: folder });
    assert.is(result.exitCode, 0, reasonOf(result));
  }
  return fs.readFileSync(image);
}

test("an inline file whose size no number holds is refused", () =>
  withFolder(async (folder) => {
    fs.writeFileSync(join(folder, "small"), "inline");
    for (const size of ["0x4000000000000000", "0x8000000000000000", "0x20000000000001"]) {
      const requests = ["write small small", `sif small size ${size}`];
      const image = await makeImage(folder, "inline_data", requests);
      const read = () => readExt4(bufferSource(image))?.manifest();
      assert.throws(read, /^ext4\.inode\(\d+\)\.size: no file has \d+ bytes$/, size);
    }
  }));

test("a large file with many names is read once, whatever its link count says", () =>
  withFolder(async (folder) => {
    fs.writeFileSync(join(folder, "large"), openStream("hostile", "large").bytes(2_000_000));
    const names = Array.from({ length: 40 }, (_, index) => `ln large name${index}`);
    // debugfs leaves the link count at 1.
    const image = await makeImage(folder, "^has_journal", ["write large large", ...names]);
    let readBytes = 0;
    const read = (offset: number, length: number) => {
      readBytes += length;
      return image.subarray(offset, offset + length);
    };
    const manifest = readExt4({ sizeBytes: image.length, read })?.manifest() ?? [];
    const digests = manifest.flatMap(({ sha256 }) => sha256 ?? []);
    assert.is(digests.length, 41);
    assert.is(new Set(digests).size, 1);
    assert.ok(readBytes < image.length, `${readBytes} bytes were read`);
  }));

test.run();
