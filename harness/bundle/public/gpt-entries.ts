const entryBytes = 128;
const nameBytes = 72;
/** Of the 64 attribute bits of UEFI 2.10, table 5-8, those in the middle are reserved. */
const reservedAttributes = 0x0000_ffff_ffff_fff8n;

/** An entry array with `P1`, `P2`, ... for its names; entries that can be none are zeros. */
export function scrubEntries(array: Buffer, sectorCount: number): Buffer {
  const scrubbed = Buffer.alloc(array.length);
  for (let at = 0; at + entryBytes <= array.length; at += entryBytes) {
    const entry = array.subarray(at, at + entryBytes);
    if (!isEntry(entry, sectorCount)) continue;
    entry.copy(scrubbed, at, 0, entryBytes - nameBytes);
    scrubbed.write(`P${at / entryBytes + 1}`, at + entryBytes - nameBytes, "utf16le");
  }
  return scrubbed;
}

/** Its places are on the disk and its reserved bits are clear: no text is such an entry. */
function isEntry(entry: Buffer, sectorCount: number): boolean {
  const first = entry.readBigUInt64LE(32);
  const last = entry.readBigUInt64LE(40);
  const isOnDisk = first > 0n && first <= last && last < BigInt(sectorCount);
  return isOnDisk && (entry.readBigUInt64LE(48) & reservedAttributes) === 0n;
}
