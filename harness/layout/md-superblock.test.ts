import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "./byte-source.js";
import { mdMember } from "./md-superblock.samples.js";
import { readMdSuperblock } from "./md-superblock.js";

const sizeBytes = 2 ** 20;

for (const [version, dataOffsetBytes, dataSizeBytes, fieldBytes] of [
  ["1.0", 0, sizeBytes - 16_384, sizeBytes - 8192 + 64],
  ["1.1", 65_536, sizeBytes - 65_536, 64],
  ["1.2", 65_536, sizeBytes - 65_536, 4096 + 64],
  ["0.90", 0, sizeBytes - 65_536, sizeBytes - 65_536 + 128],
] as const) {
  test(`version ${version} is read at its place`, () => {
    const bytes = mdMember(version, sizeBytes);
    const expected = { version, level: 1, dataOffsetBytes, dataSizeBytes };
    const read = () => readMdSuperblock(bufferSource(bytes));
    assert.equal(read(), { ...expected, checksumHolds: true });
    bytes.writeUInt8(0xee, fieldBytes);
    assert.equal(read(), { ...expected, checksumHolds: false });
  });

  test(`version ${version} at another place is none`, () => {
    const moved = Buffer.concat([Buffer.alloc(512), mdMember(version, sizeBytes)]);
    assert.is(readMdSuperblock(bufferSource(moved)), undefined);
  });
}

test("sources that are too short have none", () => {
  for (const size of [0, 255, 4096, 8192, 65_536, 65_537]) {
    assert.is(readMdSuperblock(bufferSource(Buffer.alloc(size, 0xff))), undefined);
  }
});

test.run();
