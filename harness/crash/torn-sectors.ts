import type { PowerLoss } from "../model/power.js";
import type { WriteEvent, WritePoint } from "../model/trace.js";

/** A device writes a sector of this size whole or not at all. */
const sectorBytes = 512;

/** Bytes of a disk, from the first to before the last. */
export interface ByteRange {
  readonly startBytes: number;
  readonly endBytes: number;
}

/**
 * The sectors that a crash leaves with neither their old bytes nor their new ones: where a write
 * ended in the middle of a sector, or where the device left trash. No real kernel or device does
 * the first to a sector, so nobody can be asked to keep such a sector readable.
 */
export function tornSectors(
  writes: readonly WriteEvent[],
  point: WritePoint | PowerLoss,
): ByteRange[] {
  if (point.kind === "write") {
    const torn = writes[point.writes];
    if (torn === undefined || point.bytes === 0) return [];
    const end = torn.offsetBytes + Math.min(point.bytes, torn.lengthBytes);
    return end % sectorBytes === 0 ? [] : [sectorAround(end)];
  }
  return point.trash.flatMap(({ write, range }) => {
    const event = writes[write - 1];
    if (event === undefined) return [];
    const { fromBytes, toBytes } = range ?? { fromBytes: 0, toBytes: event.lengthBytes };
    const startBytes = event.offsetBytes + fromBytes;
    return [{ startBytes, endBytes: event.offsetBytes + toBytes }];
  });
}

function sectorAround(offsetBytes: number): ByteRange {
  const startBytes = offsetBytes - (offsetBytes % sectorBytes);
  return { startBytes, endBytes: startBytes + sectorBytes };
}
