import type { Device, PowerLoss } from "../model/power.js";
import { openStream } from "../model/prng.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";
import type { Epochs } from "./epoch.js";
import { landingsOf } from "./landing.js";
import { requireFits } from "./loss-fits.js";
import { trashedBlocks } from "./torn-sectors.js";

/**
 * Makes the crash image of a power loss. The disk must be in the state that the trace starts
 * from. Throws UsageError, and leaves the disk alone, where the trace has no such power loss.
 */
export function applyPowerLoss(
  disk: PagedDisk,
  trace: Buffer,
  epochs: Epochs,
  loss: PowerLoss,
  device: Device,
  seed: string,
): void {
  requireFits(epochs, loss, device);
  for (const write of epochs.writes.slice(0, epochs.durableCount(loss, device))) {
    applyRecord(disk, trace, write.recordAt, write.lengthBytes);
  }
  applyOpenWrites(disk, trace, epochs, loss, device, seed);
}

/**
 * The same for a disk that has the durable writes already, the first `epochs.durableCount` of
 * the trace, and no others.
 */
export function applyOpenWrites(
  disk: PagedDisk,
  trace: Buffer,
  epochs: Epochs,
  loss: PowerLoss,
  device: Device,
  seed: string,
): void {
  for (const { write, ranges } of landingsOf(epochs, loss, device, seed)) {
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
}
