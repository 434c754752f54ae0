import { mdChecksum, type MdSuperblock } from "./md-superblock.js";

/** A member of a mirror, as mdadm makes one; `data` stands at the start of its data. */
export function mdMember(
  version: MdSuperblock["version"],
  sizeBytes: number,
  data = Buffer.alloc(0),
): Buffer {
  return version === "0.90" ? oldMember(sizeBytes, data) : newMember(version, sizeBytes, data);
}

/** Of versions 1.1 and 1.2, the data begin here. */
const dataOffsetBytes = 64 * 1024;

function newMember(version: "1.0" | "1.1" | "1.2", sizeBytes: number, data: Buffer): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  const place = { "1.0": sizeBytes - 8192, "1.1": 0, "1.2": 4096 }[version];
  const dataOffset = version === "1.0" ? 0 : dataOffsetBytes;
  const dataSize = version === "1.0" ? sizeBytes - 16_384 : sizeBytes - dataOffset;
  data.copy(bytes, dataOffset);
  const block = bytes.subarray(place, place + 256 + 2 * 3);
  block.writeUInt32LE(0xa92b4efc, 0);
  block.writeUInt32LE(1, 4);
  block.fill(0x5a, 16, 32); // set_uuid
  block.write("host:name", 32, "latin1");
  block.writeUInt32LE(1_600_000_000, 64); // ctime
  block.writeInt32LE(1, 72); // level
  block.writeBigUInt64LE(BigInt(dataSize / 512), 80); // size
  block.writeUInt32LE(2, 92); // raid_disks
  block.writeBigUInt64LE(BigInt(dataOffset / 512), 128);
  block.writeBigUInt64LE(BigInt(dataSize / 512), 136);
  block.writeBigUInt64LE(BigInt(place / 512), 144);
  block.fill(0xa5, 168, 184); // device_uuid
  block.writeUInt32LE(1_600_000_000, 192); // utime
  block.writeBigUInt64LE(17n, 200); // events
  block.writeBigUInt64LE(2n ** 64n - 1n, 208); // resync_offset: in sync
  block.writeUInt32LE(3, 220); // max_dev
  for (const [index, role] of [0, 0xffff, 1].entries()) block.writeUInt16LE(role, 256 + 2 * index);
  block.writeUInt32LE(mdChecksum(block, 216), 216);
  return bytes;
}

function oldMember(sizeBytes: number, data: Buffer): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  data.copy(bytes, 0);
  const place = Math.floor(sizeBytes / 65_536) * 65_536 - 65_536;
  const block = bytes.subarray(place, place + 4096);
  const words = [0xa92b4efc, 0, 90, 0, 0, 0x5a5a5a5a, 1_600_000_000, 1, place / 1024, 2, 2];
  for (const [index, word] of words.entries()) block.writeUInt32LE(word, 4 * index);
  block.writeUInt32LE(1_600_000_000, 128); // utime
  block.writeUInt32LE(1, 132); // state: clean
  block.writeUInt32LE(mdChecksum(block, 152), 152);
  return bytes;
}
