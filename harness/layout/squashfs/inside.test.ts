import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { findSquashfs } from "./inside.js";

const test = suite("squashfs inside", { image: Buffer.alloc(0) });

test.before(async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-inside-"));
  try {
    const [file, image] = [join(folder, "hsqs"), join(folder, "image")];
    // The magic stands in the file as well.
    writeFileSync(file, "hsqs".repeat(1000));
    const made = await runTool(["mksquashfs", file, image, "-noD", "-noF", "-quiet"]);
    assert.is(made.exitCode, 0, reasonOf(made));
    context.image = readFileSync(image);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const find = (bytes: Buffer) => findSquashfs(bufferSource(bytes));

test("each one at a multiple of 512 bytes is found, and none inside of another", ({ image }) => {
  const sizeBytes = image.readUInt32LE(40);
  for (const offsetBytes of [512, 4096, 2 ** 20 - 512, 2 ** 20, 3 * 2 ** 20 + 1536]) {
    const secondBytes = offsetBytes + image.length + 512;
    const bytes = Buffer.alloc(secondBytes + image.length);
    image.copy(bytes, offsetBytes);
    image.copy(bytes, secondBytes);
    assert.equal(find(bytes), [
      { offsetBytes, sizeBytes },
      { offsetBytes: secondBytes, sizeBytes },
    ]);
  }
});

test("not at the very start, nor where it is not aligned or cut off", ({ image }) => {
  assert.equal(find(image), []);
  for (const offsetBytes of [100, 513, 5000]) {
    assert.equal(find(Buffer.concat([Buffer.alloc(offsetBytes), image])), []);
  }
  const sizeBytes = image.readUInt32LE(40);
  assert.equal(find(Buffer.concat([Buffer.alloc(512), image.subarray(0, sizeBytes - 1)])), []);
});

test("a superblock that can't be is passed over", ({ image }) => {
  for (const [field, value] of [
    [4, 0],
    [12, 5000],
    [22, 30],
    [28, 3],
    [40, 2 ** 31],
  ] as const) {
    const bytes = Buffer.concat([Buffer.alloc(512), image]);
    bytes.writeUInt32LE(value, 512 + field);
    assert.equal(find(bytes), [], `${value} at ${field}`);
  }
});

test("the magic alone, everywhere, is nothing and takes no time", () => {
  assert.equal(find(Buffer.alloc(8 * 2 ** 20, "hsqs")), []);
});

test("a gigabyte of zeros takes a moment", () => {
  const zeros = Buffer.alloc(2 ** 20);
  const started = performance.now();
  const source = {
    sizeBytes: 2 ** 30,
    read: (_: number, count: number) => zeros.subarray(0, count),
  };
  assert.equal(findSquashfs(source), []);
  assert.ok(performance.now() - started < 10_000);
});

test.run();
