import type { ByteRange } from "../model/byte-range.js";
import type { Device, PowerLoss } from "../model/power.js";
import type { WriteEvent, WritePoint } from "../model/trace.js";

/** A device writes a sector of this size whole or not at all. */
const sectorBytes = 512;

/**
 * The sector that a stop in the middle of it leaves with neither its old bytes nor its new ones.
 * No real kernel or device does that to a sector, so nobody can be asked to keep it readable.
 */
export function tornSectors(
  writes: readonly WriteEvent[],
  { writes: whole, bytes }: WritePoint,
): ByteRange[] {
  const torn = writes[whole];
  if (torn === undefined || bytes === 0) return [];
  const end = torn.offsetBytes + Math.min(bytes, torn.lengthBytes);
  return end % sectorBytes === 0 ? [] : [blocksAround(end, end + 1, sectorBytes)];
}

/** The blocks that a power loss leaves as trash: a device writes, and ruins, whole blocks. */
export function trashedBlocks(
  writes: readonly WriteEvent[],
  { trash }: PowerLoss,
  { atomicBytes }: Pick<Device, "atomicBytes">,
): ByteRange[] {
  return trash.flatMap(({ write, range }) => {
    const event = writes[write - 1];
    if (event === undefined) return [];
    const { fromBytes, toBytes } = range ?? { fromBytes: 0, toBytes: event.lengthBytes };
    const [from, to] = [event.offsetBytes + fromBytes, event.offsetBytes + toBytes];
    return [blocksAround(from, to, atomicBytes)];
  });
}

function blocksAround(fromBytes: number, toBytes: number, blockBytes: number): ByteRange {
  return {
    startBytes: Math.floor(fromBytes / blockBytes) * blockBytes,
    endBytes: Math.ceil(toBytes / blockBytes) * blockBytes,
  };
}
