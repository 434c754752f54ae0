import { UsageError } from "../model/errors.js";
import type { Device, PowerLoss } from "../model/power.js";
import type { TraceEvent, WriteEvent, WritePoint } from "../model/trace.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { applyRecord } from "../shim/record.js";
import { Epochs } from "./epoch.js";
import { requireFits } from "./loss-fits.js";
import { applyOpenWrites } from "./power.js";
import { Prefixes } from "./prefixes.js";
import { tornSectors, type ByteRange } from "./torn-sectors.js";

/** What crash images are made from. */
export interface RecordedWrites {
  readonly trace: readonly TraceEvent[];
  readonly writes: readonly WriteEvent[];
  readonly traceBytes: Buffer;
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
   * Makes the crash image of a point the current state and the snapshot. Returns the sectors that
   * it tore. Throws UsageError for a point that the run does not have.
   */
  make(point: WritePoint | PowerLoss, seed: string): ByteRange[] {
    const { writes } = this.#run;
    if (point.writes + (point.kind === "write" && point.bytes > 0 ? 1 : 0) > writes.length) {
      throw new UsageError(
        `there is no write ${point.writes + 1} in this run: it has ${writes.length}`,
      );
    }
    if (point.kind === "write") this.#tear(point);
    else this.#losePower(point, seed);
    this.#disk.promote();
    return tornSectors(writes, point);
  }

  /** Gives back what was kept between images. */
  close(): void {
    this.#prefixes.close();
  }

  #tear({ writes: whole, bytes }: WritePoint): void {
    const { writes, traceBytes } = this.#run;
    this.#prefixes.goTo(whole);
    const torn = bytes > 0 ? writes[whole] : undefined;
    if (torn === undefined) return;
    applyRecord(this.#disk, traceBytes, torn.recordAt, Math.min(bytes, torn.lengthBytes));
  }

  #losePower(loss: PowerLoss, seed: string): void {
    const device = this.#devices.find(({ name }) => name === loss.device);
    if (device === undefined) {
      const names = this.#devices.map(({ name }) => name).join(", ");
      throw new UsageError(`unknown device "${loss.device}"; there are: ${names}`);
    }
    requireFits(this.#epochs, loss, device);
    this.#prefixes.goTo(this.#epochs.durableCount(loss, device));
    applyOpenWrites(this.#disk, this.#run.traceBytes, this.#epochs, loss, device, seed);
  }
}
