import { digestOf } from "../../crash/digest.js";
import { ImageMaker } from "../../crash/image-maker.js";
import { parseCaseId } from "../../model/case-id.js";
import { HarnessError, UsageError } from "../../model/errors.js";
import { pointAtEndOf } from "../../model/trace.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { decodeTrace } from "../../shim/record.js";
import { readBlob } from "../../store/blob-store.js";
import type { FailureCase } from "../../store/failures/failure-case.js";
import { sha256OfImage } from "../../catalogue/image-digest.js";
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
  const { record, devices, crashDigests, imageDigest, traces } = failure;
  if ((await sha256OfImage(imagePath)) !== imageDigest) {
    throw new UsageError(`${imagePath} is not the image that the case was run on`);
  }
  const { cuts, seed } = parseCaseId(record.id);
  const disk = await loadDisk(imagePath);
  for (const [index, expected] of crashDigests.entries()) {
    const cut = cuts[index];
    if (cut === undefined) throw new UsageError(`case.json: the id has no cut ${index + 1}`);
    const traceBytes = readBlob(folder, "traces", traces[index] ?? "");
    const trace = decodeTrace(traceBytes, traceBytes.length);
    const writes = writesOf(trace);
    const maker = new ImageMaker(disk, { trace, writes, traceBytes }, devices);
    maker.make(pointAtEndOf(writes.length, cut), seed);
    maker.close();
    const found = digestOf(disk);
    if (found !== expected) {
      throw new HarnessError(
        `crash image ${index + 1} has other bytes than it had: expected digest ${expected}, ` +
          `found ${found}: is this folder whole?`,
      );
    }
    visit(disk, `crash-${index + 1}`);
  }
  return disk;
}
