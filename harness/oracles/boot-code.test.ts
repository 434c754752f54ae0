import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import type { Region } from "../layout/region.js";
import { bootCodeOf, checkBootCode, notWritten, sameOnBoth } from "./boot-code.js";

const regions: Region[] = [
  { name: "protective MBR", kind: "table", startBytes: 0, endBytes: 512 },
  { name: "primary header", kind: "table", startBytes: 512, endBytes: 1024 },
  { name: "free space", kind: "free", startBytes: 1024, endBytes: 4096 },
  { name: "P1 A", kind: "data", startBytes: 4096, endBytes: 8192 },
  { name: "free space", kind: "free", startBytes: 8192, endBytes: 16384 },
];

function disk(...bytes: readonly (readonly [at: number, value: number])[]): Buffer {
  const image = Buffer.alloc(16384);
  for (const [at, value] of bytes) image[at] = value;
  return image;
}

test("boot code is the MBR's, and what lies in front of the first partition", () => {
  const image = disk([7, 1], [600, 1], [2049, 1], [5000, 1], [9000, 1]);
  assert.equal(bootCodeOf(bufferSource(image), regions), [
    { startBytes: 0, endBytes: 440 },
    { startBytes: 2048, endBytes: 2560 },
  ]);
});

test("data far behind the start of the disk is no boot code, and is not looked for", () => {
  const mebibyte = 1024 * 1024;
  const far: Region[] = [
    { name: "protective MBR", kind: "table", startBytes: 0, endBytes: 512 },
    { name: "free space", kind: "free", startBytes: 512, endBytes: 99 * mebibyte },
    { name: "P1 A", kind: "data", startBytes: 99 * mebibyte, endBytes: 100 * mebibyte },
  ];
  const reads: number[] = [];
  const full = {
    sizeBytes: 100 * mebibyte,
    read: (offsetBytes: number, lengthBytes: number) => {
      reads.push(offsetBytes);
      return Buffer.alloc(lengthBytes, offsetBytes === 1024 || offsetBytes > 512 * 1024 ? 1 : 0);
    },
  };
  const ranges = bootCodeOf(full, far);
  assert.equal(ranges[0], { startBytes: 1024, endBytes: 1536 });
  assert.is(ranges.at(-1)?.endBytes, 16 * mebibyte);
  assert.ok(Math.max(...reads) < 16 * mebibyte);
});

test("an MBR with entries alone has none, and neither has a disk without partitions", () => {
  assert.equal(bootCodeOf(bufferSource(disk([446, 1], [510, 0x55])), regions), []);
  assert.equal(bootCodeOf(bufferSource(disk([2049, 1])), regions.slice(0, 3)), []);
});

test("a changed byte of it is a finding, unless the crash itself tore its sector", () => {
  const base = bufferSource(disk([7, 1], [2049, 1]));
  const ranges = bootCodeOf(base, regions);
  assert.equal(
    checkBootCode(ranges, base, bufferSource(disk([7, 1], [2049, 1], [3000, 9])), [0], []),
    [],
  );
  const cleared = bufferSource(disk([2049, 1]));
  const [finding] = checkBootCode(ranges, base, cleared, [0], []);
  assert.is(finding?.class, "bystander touched");
  assert.match(finding?.message ?? "", /bytes 0 to 439/);
  assert.equal(checkBootCode(ranges, base, cleared, [0], [{ startBytes: 0, endBytes: 512 }]), []);
});

test("what a run overwrites is no boot code, and the rest still is", () => {
  const base = bufferSource(disk([7, 1], [2049, 1], [3000, 1]));
  const after = bufferSource(disk([7, 1], [2049, 2], [3000, 1]));
  assert.equal(sameOnBoth(bootCodeOf(base, regions), base, after), [
    { startBytes: 0, endBytes: 440 },
    { startBytes: 2560, endBytes: 3072 },
  ]);
});

test("nor is free space that a run puts back; the code in the MBR goes with its table", () => {
  const ranges = bootCodeOf(bufferSource(disk([7, 1], [2049, 1], [3000, 1])), regions);
  const written = (offsetBytes: number, lengthBytes: number) =>
    notWritten(ranges, [{ change: "data", offsetBytes, lengthBytes }]).map((e) => e.startBytes);
  assert.equal(written(0, 512), [0, 2048, 2560]);
  assert.equal(written(2559, 1), [0, 2560]);
  assert.equal(written(1536, 512), [0, 2048, 2560]);
  assert.equal(written(0, 16384), [0]);
});

test.run();
