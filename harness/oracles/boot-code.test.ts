import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import type { Region } from "../layout/region.js";
import { bootCodeOf, checkBootCode } from "./boot-code.js";

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

test("an MBR with entries alone has none, and neither has a disk without partitions", () => {
  assert.equal(bootCodeOf(bufferSource(disk([446, 1], [510, 0x55])), regions), []);
  assert.equal(bootCodeOf(bufferSource(disk([2049, 1])), regions.slice(0, 3)), []);
});

test("a changed byte of it is a finding, unless the crash itself tore its sector", () => {
  const base = bufferSource(disk([7, 1], [2049, 1]));
  const ranges = bootCodeOf(base, regions);
  assert.equal(
    checkBootCode(ranges, base, bufferSource(disk([7, 1], [2049, 1], [3000, 9])), [], 1),
    [],
  );
  const cleared = bufferSource(disk([2049, 1]));
  const [finding] = checkBootCode(ranges, base, cleared, [], 1);
  assert.is(finding?.class, "bystander touched");
  assert.match(finding?.message ?? "", /bytes 0 to 439/);
  assert.equal(checkBootCode(ranges, base, cleared, [{ startBytes: 0, endBytes: 512 }], 1), []);
});

test.run();
