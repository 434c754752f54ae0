const slotBytes = 16;
const slotsAt = 446;
const diskIdAt = 440;
const signatureAt = 510;
const gptProtective = 0xee;

/** Sector 0 without its boot code: its four slots, as far as they can be some, and its disk id. */
export function scrubMbr(sector: Buffer, sectorCount: number): Buffer {
  const scrubbed = Buffer.alloc(sector.length);
  if (sector.length < 512 || sector.readUInt16LE(signatureAt) !== 0xaa55) return scrubbed;
  const slots = [0, 1, 2, 3].map((each) => slotsAt + each * slotBytes);
  if (!slots.every((at) => isSlot(sector.subarray(at, at + slotBytes), sectorCount))) {
    return scrubbed;
  }
  sector.copy(scrubbed, diskIdAt, diskIdAt, diskIdAt + 4);
  sector.copy(scrubbed, slotsAt, slotsAt);
  return scrubbed;
}

/** It is empty, or it has a type, lies on the disk, and is active or not. */
function isSlot(slot: Buffer, sectorCount: number): boolean {
  if (slot.every((byte) => byte === 0)) return true;
  const [status, type] = [slot[0], slot[4]];
  const [start, count] = [slot.readUInt32LE(8), slot.readUInt32LE(12)];
  const fits = type === gptProtective ? start === 1 : start > 0 && start + count <= sectorCount;
  return (status === 0 || status === 0x80) && type !== 0 && fits;
}
