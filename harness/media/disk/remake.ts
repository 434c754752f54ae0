import { digestOf } from "../../crash/digest.js";
import { ImageMaker } from "../../crash/image-maker.js";
import type { Device } from "../../model/power.js";
import { pointAtEndOf, type CrashPoint } from "../../model/trace.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { decodeTrace } from "../../shim/record.js";
import type { FailureCase } from "../../store/failures/failure-case.js";
import { remakeCrashes, requireBaseOf, type Remaker } from "../remake-crashes.js";
import { writesOf } from "./disk-run.js";
import { keepImage } from "./keep.js";
import { loadDisk } from "./load-base.js";

/**
 * Makes the crash images of a failure again, from its traces and the disk image, without the
 * target; writes `crash-N.img` into a folder and returns their names. Throws HarnessError where
 * one has other bytes than it had.
 */
export async function remakeImages(
  folder: string,
  failure: FailureCase,
  imagePath: string,
  outFolder: string,
): Promise<string[]> {
  const names: string[] = [];
  await visitCrashes(folder, failure, imagePath, (disk, name) => {
    keepImage(disk, outFolder, name);
    names.push(`${name}.img`);
  });
  return names;
}

/** The disk as a crash of a failure has left it, the first one being 1. Throws as remakeImages. */
export async function diskAtCrash(
  folder: string,
  failure: FailureCase,
  imagePath: string,
  crash: number,
): Promise<PagedDisk> {
  const crashDigests = failure.crashDigests.slice(0, crash);
  return visitCrashes(folder, { ...failure, crashDigests }, imagePath, () => undefined);
}

/** Shows each crash image as it is made again; returns the disk, which is the last one then. */
async function visitCrashes(
  folder: string,
  failure: FailureCase,
  imagePath: string,
  visit: (disk: PagedDisk, name: string) => void,
): Promise<PagedDisk> {
  await requireBaseOf(failure, imagePath);
  const disk = await loadDisk(imagePath);
  const remaker = new DiskRemaker(disk, failure.devices);
  remakeCrashes(folder, failure, remaker, (name) => visit(disk, name));
  return disk;
}

class DiskRemaker implements Remaker {
  readonly #disk: PagedDisk;
  readonly #devices: readonly Device[];

  constructor(disk: PagedDisk, devices: readonly Device[]) {
    this.#disk = disk;
    this.#devices = devices;
  }

  make(traceBytes: Buffer, cut: CrashPoint, seed: string): void {
    const trace = decodeTrace(traceBytes, traceBytes.length);
    const writes = writesOf(trace);
    const maker = new ImageMaker(this.#disk, { trace, writes, traceBytes }, this.#devices);
    maker.make(pointAtEndOf(writes.length, cut), seed);
    maker.close();
  }

  digest(): string {
    return digestOf(this.#disk);
  }
}
