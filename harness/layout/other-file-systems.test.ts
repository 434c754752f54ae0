import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "./byte-source.js";
import { otherFileSystem } from "./other-file-systems.js";

for (const [type, offsetBytes, hex] of [
  ["xfs", 0, "58465342"],
  ["btrfs", 65600, "5f42485266535f4d"],
  ["f2fs", 1024, "1020f5f2"],
  ["exfat", 3, "4558464154202020"],
  ["ntfs", 3, "4e54465320202020"],
] as const) {
  test(`${type} is told by its signature`, () => {
    const bytes = Buffer.alloc(70_000);
    bytes.write(hex, offsetBytes, "hex");
    assert.is(otherFileSystem(bufferSource(bytes)), type);
    const last = offsetBytes + hex.length / 2 - 1;
    assert.is(otherFileSystem(bufferSource(bytes.subarray(0, last))), undefined);
    bytes.writeUInt8(0xff, last);
    assert.is(otherFileSystem(bufferSource(bytes)), undefined);
  });
}

test.run();
