/** Boot records for tests: slots as [type, start LBA, sector count, active]. */
export type SampleSlot = readonly [type: number, startLba: number, sectors: number, on?: boolean];

/** Writes a boot record with these slots, in order, at an LBA of a disk. */
export function putRecord(disk: Buffer, lba: number, slots: readonly SampleSlot[]): void {
  const at = lba * 512;
  disk.fill(0, at + 446, at + 510);
  for (const [index, [type, startLba, sectors, on]] of slots.entries()) {
    const slot = at + 446 + index * 16;
    disk.writeUInt8(on === true ? 0x80 : 0, slot);
    disk.writeUInt8(type, slot + 4);
    disk.writeUInt32LE(startLba, slot + 8);
    disk.writeUInt32LE(sectors, slot + 12);
  }
  disk.writeUInt16LE(0xaa55, at + 510);
}

/**
 * 1,000 sectors with an active partition 1 at LBA 64, an extended partition 2 at LBA 200, logical
 * partitions 5 and 6 at LBA 210 and 310 (their records at 200 and 300), and partition 3 at 600.
 */
export function sampleDosDisk(): Buffer {
  const disk = Buffer.alloc(1000 * 512);
  disk.writeUInt32LE(0x1234abcd, 440);
  const extended = [0x05, 200, 300] as const;
  putRecord(disk, 0, [[0x0c, 64, 100, true], extended, [0xef, 600, 50]]);
  const record1 = [
    [0x83, 10, 80],
    [0x05, 100, 100],
  ] as const;
  putRecord(disk, 200, record1);
  putRecord(disk, 300, [[0x82, 10, 90]]);
  return disk;
}
