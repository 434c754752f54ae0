import type { CrashPoint, WriteEvent } from "../model/trace.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";

/**
 * Makes a crash image without the target: base + trace up to a crash point, and the first bytes
 * of the next write where the point lies inside of it. The disk must be at its base.
 */
export function applyPrefix(
  disk: PagedDisk,
  trace: Buffer,
  writes: readonly WriteEvent[],
  point: Extract<CrashPoint, { kind: "write" }>,
): void {
  for (const { recordAt, lengthBytes } of writes.slice(0, point.writes)) {
    applyRecord(disk, trace, recordAt, lengthBytes);
  }
  const torn = point.bytes > 0 ? writes[point.writes] : undefined;
  if (torn !== undefined) {
    applyRecord(disk, trace, torn.recordAt, Math.min(point.bytes, torn.lengthBytes));
  }
}
