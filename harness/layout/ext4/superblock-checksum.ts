/** CRC-32C (Castagnoli), bits reversed: RFC 3720, appendix B.4. */
const polynomial = 0x82f63b78;

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
  }
  return remainder >>> 0;
});

const readOnlyMetadataChecksums = 0x400;
const checksumAt = 0x3fc;

/**
 * Whether the checksum of a superblock's 1,024 bytes is right, where it has one: the kernel refuses
 * to mount a file system where it is not. As in the kernel's ext4_superblock_csum
 * (fs/ext4/super.c): over all before it, begun with ones, and not inverted at the end.
 */
export function hasRightChecksum(bytes: Buffer): boolean {
  const isRevision0 = bytes.readUInt32LE(76) === 0;
  if (isRevision0 || (bytes.readUInt32LE(100) & readOnlyMetadataChecksums) === 0) return true;
  let sum = 0xffffffff;
  for (const byte of bytes.subarray(0, checksumAt)) {
    sum = (sum >>> 8) ^ (remainders[(sum ^ byte) & 0xff] ?? 0);
  }
  return sum >>> 0 === bytes.readUInt32LE(checksumAt);
}
