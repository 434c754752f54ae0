import type { Scenario } from "../../../catalogue/scenario.js";
import type { Region } from "../../../layout/region.js";
import type { ByteRange } from "../../../model/byte-range.js";
import type { Fault } from "../../../model/verdict.js";
import { bootCodeOf, checkBootCode, notWritten, sameOnBoth } from "../../../oracles/boot-code.js";
import type { PagedDisk } from "../../../shim/paged-disk.js";
import type { DiskRun } from "../disk-run.js";

/** What a run has made of the boot code in front of the first partition. */
export interface BootCodeLeft {
  /** What it has left alone. */
  readonly kept: readonly ByteRange[];
  readonly overwritten: readonly Fault[];
}

/**
 * Compares the boot code of a disk that a run has left with the base. Of a given image nobody knows
 * whether it is boot code: what a run writes to is its own.
 */
export function bootCodeLeft(
  disk: PagedDisk,
  { image }: Scenario,
  { writes }: DiskRun,
  regions: readonly Region[],
): BootCodeLeft {
  const [base, now] = [disk.baseSource(), disk.source()];
  const inFront = bootCodeOf(base, regions);
  const same = sameOnBoth(inFront, base, now);
  if (image.kind !== "built") return { kept: notWritten(same, writes), overwritten: [] };
  const overwritten = checkBootCode(inFront, base, now, disk.pagesNotBase(), []);
  return { kept: same, overwritten };
}
