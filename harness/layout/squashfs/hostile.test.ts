import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { withFolder } from "../ext4/source-folder.samples.js";
import { makeTar, type TarMember } from "./tar.samples.js";
import { readSquashfs } from "./squashfs.js";

test("a large file that a directory gives many names is read once", () =>
  withFolder(async (folder) => {
    const path = join(folder, "image");
    const content = openStream("hostile", "large").bytes(2_000_000);
    const pipes = Array.from({ length: 30 }, (_, index): TarMember => {
      return { name: `pipe ${index}`, type: "6" };
    });
    const input = makeTar([{ name: "large", type: "0", content }, ...pipes]);
    const options = ["-no-progress", "-noI", "-noD", "-no-fragments"];
    const packed = await runTool(["sqfstar", ...options, path], { input });
    assert.is(packed.exitCode, 0, reasonOf(packed));
    const image = fs.readFileSync(path);
    const regions = readSquashfs(bufferSource(image))?.regions() ?? [];
    const start = regions.find(({ name }) => name === "directory table")?.startBytes ?? 0;
    // Behind the block's length and the listing's header each name has 8 bytes before it.
    const entries: number[] = [];
    for (let at = start + 2 + 12; entries.length < 31; at += 9 + image.readUInt16LE(at + 6)) {
      entries.push(at);
    }
    const nameOf = (at: number) =>
      image.toString("latin1", at + 8, at + 9 + image.readUInt16LE(at + 6));
    const large = entries.find((at) => nameOf(at) === "large");
    assert.ok(large);
    for (const at of entries) image.copy(image, at, large, large + 2);
    let readBytes = 0;
    const read = (offset: number, length: number) => {
      const bytes = image.subarray(offset, offset + length);
      readBytes += bytes.length;
      return bytes;
    };
    const manifest = readSquashfs({ sizeBytes: image.length, read })?.manifest() ?? [];
    const digests = manifest.flatMap(({ sha256 }) => sha256 ?? []);
    assert.is(digests.length, 31);
    assert.is(new Set(digests).size, 1);
    assert.ok(readBytes < 2 * image.length, `${readBytes} bytes were read`);
  }));

test.run();
