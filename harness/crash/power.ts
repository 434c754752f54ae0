import type { Device, PowerLoss } from "../model/power.js";
import { openStream } from "../model/prng.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";
import type { Epochs } from "./epoch.js";
import { landingsOf, type Landing } from "./landing.js";
import { trashedBlocks } from "./torn-sectors.js";

/**
 * Makes the crash image of a power loss on a disk that has the durable writes, the first
 * `epochs.durableCount` of the trace, and no others. Returns what landed of the open ones. Throws
 * UsageError, and leaves the disk alone, where the trace has no such power loss.
 */
export function applyOpenWrites(
  disk: PagedDisk,
  trace: Buffer,
  epochs: Epochs,
  loss: PowerLoss,
  device: Device,
  seed: string,
): Landing[] {
  const landings = landingsOf(epochs, loss, device, seed);
  for (const { write, ranges } of landings) {
    for (const { fromBytes, toBytes } of ranges) {
      applyRecord(disk, trace, write.recordAt, toBytes, fromBytes);
    }
  }
  for (const { startBytes, endBytes } of trashedBlocks(epochs.writes, loss, device)) {
    if (startBytes >= disk.sizeBytes) continue; // The write that was to grow the disk is lost.
    const noise = openStream(seed, `trash from byte ${startBytes}`);
    const lengthBytes = Math.min(endBytes, disk.sizeBytes) - startBytes;
    disk.write(startBytes, noise.bytes(lengthBytes), 0, lengthBytes);
  }
  return landings;
}
