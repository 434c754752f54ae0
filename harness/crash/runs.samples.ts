import fc from "fast-check";
import type { Device, PowerLoss } from "../model/power.js";
import { pageBytes, openMemory, reserveBuffers } from "../shim/memory.js";
import { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";
import type { Epochs } from "./epoch.js";
import { requireFits } from "./loss-fits.js";
import { applyOpenWrites } from "./power.js";
import type { SampleStep, SampleTrace } from "./trace.samples.js";

/** The disk of the sample runs. */
export const sampleDiskBytes = 4 * pageBytes;

const place = fc.oneof(
  fc.integer({ min: 0, max: 31 }).map((sector) => sector * 512),
  fc.integer({ min: 0, max: sampleDiskBytes - 1 }),
);
const length = fc.oneof(
  fc.integer({ min: 1, max: 8 }).map((sectors) => sectors * 512),
  fc.integer({ min: 1, max: 3000 }),
);

const step: fc.Arbitrary<SampleStep> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(place, length, fc.integer({ min: 1, max: 255 }), fc.integer({ min: 0, max: 7 }))
      .map(([offsetBytes, count, value, kind]) => ({
        kind: "data" as const,
        offsetBytes,
        data: new Uint8Array(count).map((_, index) => (value + index) % 251),
        synchronous: kind === 0,
      })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("zero" as const),
      offsetBytes: place,
      lengthBytes: length,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("size" as const),
      sizeBytes: fc.integer({ min: 1, max: 2 * sampleDiskBytes }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "flush" as const }) },
);

/** For tests: what a run did to a disk of `sampleDiskBytes`, in any order, aligned or not. */
export const anyRun: fc.Arbitrary<SampleStep[]> = fc.array(step, { maxLength: 14 });

/** For tests: a disk that holds something everywhere. */
export function sampleDisk(): PagedDisk {
  const disk = new PagedDisk(openMemory(reserveBuffers(2 * sampleDiskBytes)));
  disk.write(0, Buffer.alloc(sampleDiskBytes, "old"), 0, sampleDiskBytes);
  disk.adoptAsBase();
  return disk;
}

/** For tests: what is on a disk, with zeros behind its end. */
export function contentOf(disk: PagedDisk): Buffer {
  const content = Buffer.alloc(2 * sampleDiskBytes + pageBytes);
  disk.source().read(0, disk.sizeBytes).copy(content);
  return content;
}

/** For tests: what is on a disk after the first writes of a trace, and bytes of the next. */
export function stateAfter(
  disk: PagedDisk,
  { bytes, epochs }: SampleTrace,
  writes: number,
  tornBytes = 0,
): Buffer {
  disk.resetToBase();
  for (const { recordAt, lengthBytes } of epochs.writes.slice(0, writes)) {
    applyRecord(disk, bytes, recordAt, lengthBytes);
  }
  const torn = tornBytes > 0 ? epochs.writes[writes] : undefined;
  if (torn !== undefined) applyRecord(disk, bytes, torn.recordAt, tornBytes);
  return contentOf(disk);
}

/**
 * For tests: makes the crash image of a power loss. The disk must be in the state that the trace
 * starts from. Throws UsageError, and leaves the disk alone, where the trace has no such loss.
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
