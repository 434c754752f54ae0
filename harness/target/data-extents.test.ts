import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dataExtents } from "./data-extents.js";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const test = suite("data extents", { folder: "" });

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint extents-"));
});
test.after(({ folder }) => rmSync(folder, { recursive: true, force: true }));

/** Writes 64 KiB at each offset; the rest are holes. */
function make(path: string, sizeBytes: number, offsets: readonly number[]): string {
  const descriptor = openSync(path, "w");
  ftruncateSync(descriptor, sizeBytes);
  for (const at of offsets) writeSync(descriptor, Buffer.alloc(64 * kibibyte, 1), 0, undefined, at);
  closeSync(descriptor);
  return path;
}

/** Each offset lies in an extent, in order; and all of them together are not much more. */
async function assertFinds(path: string, sizeBytes: number, offsets: number[]): Promise<void> {
  const extents = await dataExtents(path, sizeBytes);
  let end = 0;
  for (const { offsetBytes, lengthBytes } of extents) {
    assert.ok(offsetBytes >= end && lengthBytes > 0, "sorted, not empty");
    end = offsetBytes + lengthBytes;
  }
  assert.ok(end <= sizeBytes);
  for (const at of offsets) {
    const holds = extents.some(
      ({ offsetBytes, lengthBytes }) =>
        offsetBytes <= at && at + 64 * kibibyte <= offsetBytes + lengthBytes,
    );
    assert.ok(holds, `data at ${at}`);
  }
  const total = extents.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  assert.ok(total <= offsets.length * 128 * kibibyte, `${total} bytes are read`);
}

for (const [what, offsets] of [
  ["the start", [8 * mebibyte, 16 * mebibyte - 64 * kibibyte]],
  ["the middle", [0, 16 * mebibyte - 64 * kibibyte]],
  ["the end", [0, 5 * mebibyte]],
  ["everywhere: nothing is data", []],
] as const) {
  test(`a hole at ${what}`, async ({ folder }) => {
    const path = make(join(folder, "holes"), 16 * mebibyte, offsets);
    await assertFinds(path, 16 * mebibyte, [...offsets]);
  });
}

test("a map that takes more than one block", async ({ folder }) => {
  const offsets = Array.from({ length: 200 }, (_, index) => index * mebibyte);
  const path = make(join(folder, "many"), 200 * mebibyte, offsets);
  await assertFinds(path, 200 * mebibyte, offsets);
});

test("a file without holes is one extent", async ({ folder }) => {
  const path = make(join(folder, "full"), 64 * kibibyte, [0]);
  const whole = [{ offsetBytes: 0, lengthBytes: 64 * kibibyte }];
  assert.equal(await dataExtents(path, 64 * kibibyte), whole);
});

test("an empty file has no data", async ({ folder }) => {
  assert.equal(await dataExtents(make(join(folder, "empty"), 0, []), 0), []);
});

test("20 GB with little in it is quick", async ({ folder }) => {
  const size = 20e9;
  const offsets = [0, 9 * 1024 * mebibyte, 18 * 1024 * mebibyte];
  const path = make(join(folder, "large"), size, offsets);
  const started = performance.now();
  await assertFinds(path, size, offsets);
  assert.ok(performance.now() - started < 2000);
});

test("odd names: spaces, a colon, a newline, umlauts, a long one", async ({ folder }) => {
  for (const name of ["a b", "host:c", "x\ny", "ä %d", "l".repeat(200)]) {
    const path = make(join(folder, name), 4 * mebibyte, [mebibyte]);
    await assertFinds(path, 4 * mebibyte, [mebibyte]);
  }
});

test("a relative name with a leading dash is no option", async ({ folder }) => {
  const before = process.cwd();
  make(join(folder, "--help"), 4 * mebibyte, [mebibyte]);
  process.chdir(folder);
  try {
    await assertFinds("--help", 4 * mebibyte, [mebibyte]);
  } finally {
    process.chdir(before);
  }
});

test("a link stands for its file", async ({ folder }) => {
  const path = join(folder, "link");
  symlinkSync(make(join(folder, "linked"), 16 * mebibyte, [mebibyte]), path);
  await assertFinds(path, 16 * mebibyte, [mebibyte]);
});

test.run();
