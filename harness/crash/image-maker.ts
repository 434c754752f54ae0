import type { ByteRange } from "../model/byte-range.js";
import { UsageError } from "../model/errors.js";
import type { Device, PowerLoss } from "../model/power.js";
import type { DiskEvent, WriteEvent, WritePoint } from "../model/trace.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";
import { Epochs } from "./epoch.js";
import { applyOpenWrites } from "./power.js";
import { Prefixes } from "./prefixes.js";
import { tornSectors, trashedBlocks } from "./torn-sectors.js";

/** What crash images are made from. */
export interface RecordedWrites {
  readonly trace: readonly DiskEvent[];
  readonly writes: readonly WriteEvent[];
  readonly traceBytes: Buffer;
}

/** What is known of a crash image that was made. */
export interface MadeImage {
  /** The sectors that it tore. */
  readonly torn: readonly ByteRange[];
  /** The last write of which something reached the disk, if only as trash. */
  readonly lastTouched: WriteEvent | undefined;
}

/** Makes crash images from one recorded run, on the disk that the run was made on. */
export class ImageMaker {
  readonly #disk: PagedDisk;
  readonly #run: RecordedWrites;
  readonly #devices: readonly Device[];
  readonly #prefixes: Prefixes;
  readonly #epochs: Epochs;

  /** The disk must be in the state that the run started from. */
  constructor(disk: PagedDisk, run: RecordedWrites, devices: readonly Device[]) {
    this.#disk = disk;
    this.#run = run;
    this.#devices = devices;
    this.#prefixes = new Prefixes(disk, run);
    this.#epochs = new Epochs(run.trace);
  }

  /**
   * Makes the crash image of a point the current state and the snapshot. Throws UsageError for a
   * point that the run does not have.
   */
  make(point: WritePoint | PowerLoss, seed: string): MadeImage {
    const { writes } = this.#run;
    if (point.writes + (point.kind === "write" && point.bytes > 0 ? 1 : 0) > writes.length) {
      throw new UsageError(
        `there is no write ${point.writes + 1} in this run: it has ${writes.length}`,
      );
    }
    const made = point.kind === "write" ? this.#tear(point) : this.#losePower(point, seed);
    this.#disk.promote();
    return made;
  }

  /** Gives back what was kept between images. */
  close(): void {
    this.#prefixes.close();
  }

  #tear(point: WritePoint): MadeImage {
    const { writes, traceBytes } = this.#run;
    this.#prefixes.goTo(point.writes);
    const torn = point.bytes > 0 ? writes[point.writes] : undefined;
    if (torn === undefined) return { torn: [], lastTouched: writes[point.writes - 1] };
    const count = Math.min(point.bytes, torn.lengthBytes);
    applyRecord(this.#disk, traceBytes, torn.recordAt, count);
    return { torn: tornSectors(writes, point), lastTouched: torn };
  }

  #losePower(loss: PowerLoss, seed: string): MadeImage {
    const device = this.#devices.find(({ name }) => name === loss.device);
    if (device === undefined) {
      const names = this.#devices.map(({ name }) => name).join(", ");
      throw new UsageError(`unknown device "${loss.device}"; there are: ${names}`);
    }
    const durableCount = this.#epochs.durableCount(loss, device);
    this.#prefixes.goTo(durableCount);
    const { traceBytes } = this.#run;
    const open = applyOpenWrites(this.#disk, traceBytes, this.#epochs, loss, device, seed);
    const landed = open.findLast(({ ranges }) => ranges.length > 0)?.write.number ?? durableCount;
    const last = Math.max(landed, ...loss.trash.map(({ write }) => write));
    return {
      torn: trashedBlocks(this.#epochs.writes, loss, device),
      lastTouched: this.#epochs.writes[last - 1],
    };
  }
}
