import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "./byte-source.js";
import { mdMember } from "./md-superblock.samples.js";
import { otherFormat, signedFormat } from "./other-formats.js";
import { encodeUbootEnv } from "./uboot-env.samples.js";

for (const [format, offsetBytes, hex] of [
  ["xfs", 0, "58465342"],
  ["btrfs", 65600, "5f42485266535f4d"],
  ["f2fs", 1024, "1020f5f2"],
  ["exfat", 3, "4558464154202020"],
  ["ntfs", 3, "4e54465320202020"],
  ["qcow2", 0, "514649fb00000002"],
  ["qcow2", 0, "514649fb00000003"],
  ["luks", 0, "4c554b53babe0001"],
  ["luks", 0, "4c554b53babe0002"],
  ["luks", 16384, "534b554cbabe0002"],
  ["lvm", 512, `4c4142454c4f4e45${"00".repeat(16)}4c564d3220303031`],
  ["sqlite", 0, "53514c69746520666f726d6174203300"],
] as const) {
  test(`${format} is told by its signature, ${hex} at ${offsetBytes}`, () => {
    const bytes = Buffer.alloc(70_000);
    bytes.write(hex, offsetBytes, "hex");
    assert.is(signedFormat(bufferSource(bytes)), format);
    assert.is(otherFormat(bufferSource(bytes)), format);
    const last = offsetBytes + hex.length / 2 - 1;
    assert.is(otherFormat(bufferSource(bytes.subarray(0, last))), undefined);
    bytes.writeUInt8(0xff, last);
    assert.is(otherFormat(bufferSource(bytes)), undefined);
  });
}

test("md is told at its start, and at its end where nothing else is", () => {
  for (const version of ["1.1", "1.2", "1.0", "0.90"] as const) {
    const bytes = mdMember(version, 256 * 1024);
    assert.is(otherFormat(bufferSource(bytes)), "md", version);
    const isAtStart = version === "1.1" || version === "1.2";
    assert.is(signedFormat(bufferSource(bytes)), isAtStart ? "md" : undefined, version);
    if (version !== "1.1") bytes.write("XFSB", 0, "latin1");
    assert.is(otherFormat(bufferSource(bytes)), version.endsWith("0") ? "xfs" : "md", version);
  }
});

test("a U-Boot environment is told by its checksum, and has no signature", () => {
  const source = bufferSource(encodeUbootEnv({ bootcmd: "run it" }, 8192));
  assert.is(signedFormat(source), undefined);
  assert.is(otherFormat(source), "uboot env");
});

test("zeros and short sources are no format", () => {
  for (const sizeBytes of [0, 1, 511, 512, 8192, 2 ** 20]) {
    assert.is(otherFormat(bufferSource(Buffer.alloc(sizeBytes))), undefined, String(sizeBytes));
    const ones = Buffer.alloc(sizeBytes, 0xff);
    assert.is(otherFormat(bufferSource(ones)), undefined, String(sizeBytes));
  }
});

test.run();
