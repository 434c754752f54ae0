import type { ByteRange } from "../model/byte-range.js";
import type { ByteSource } from "../layout/byte-source.js";
import type { Region } from "../layout/region.js";
import type { WriteEvent } from "../model/trace.js";
import type { Fault } from "../model/verdict.js";
import { goldenPageBytes } from "./golden.js";

/** The code in an MBR ends here; its signature and entries follow (UEFI 2.10, table 5-1). */
const mbrCodeBytes = 440;
const sectorBytes = 512;
/** Boot loaders end before this. What lies behind it is left from something else. */
const lastBootCodeBytes = 16 * 1024 * 1024;

/**
 * What a machine may boot from in front of the first partition: the code in the MBR, and each
 * sector that holds something in the free space before the first partition, in the first 16 MiB.
 * `regions` are the disk's, sorted. Sorted, without overlaps.
 */
export function bootCodeOf(disk: ByteSource, regions: readonly Region[]): ByteRange[] {
  const ranges: ByteRange[] = [];
  const add = (startBytes: number, endBytes: number): void => {
    if (disk.read(startBytes, endBytes - startBytes).every((byte) => byte === 0)) return;
    ranges.push({ startBytes, endBytes });
  };
  for (const { kind, startBytes, endBytes } of regions) {
    if (kind !== "table" && kind !== "free") return ranges;
    if (kind === "table") {
      if (startBytes === 0) add(0, mbrCodeBytes);
      continue;
    }
    const lastBytes = Math.min(endBytes, lastBootCodeBytes);
    for (let at = startBytes; at < lastBytes; at += sectorBytes) {
      add(at, Math.min(at + sectorBytes, lastBytes));
    }
  }
  return []; // No partition at all: what lies there is not in front of any.
}

/** Those of `ranges` whose bytes are the same on both disks. */
export function sameOnBoth(
  ranges: readonly ByteRange[],
  one: ByteSource,
  other: ByteSource,
): ByteRange[] {
  return ranges.filter(({ startBytes, endBytes }) =>
    one
      .read(startBytes, endBytes - startBytes)
      .equals(other.read(startBytes, endBytes - startBytes)),
  );
}

/**
 * Those of `ranges` that no write touches, and the code in the MBR, as a table is written with it.
 * What a run writes to, and puts back, is its own (a log, say), where nobody says otherwise.
 */
export function notWritten(
  ranges: readonly ByteRange[],
  writes: readonly Pick<WriteEvent, "change" | "offsetBytes" | "lengthBytes">[],
): ByteRange[] {
  const lastEndBytes = ranges.at(-1)?.endBytes ?? 0;
  const inFront = writes.filter(
    ({ change, offsetBytes }) => change !== "size" && offsetBytes < lastEndBytes,
  );
  return ranges.filter(
    ({ startBytes, endBytes }) =>
      startBytes === 0 ||
      inFront.every(
        ({ offsetBytes, lengthBytes }) =>
          offsetBytes + lengthBytes <= startBytes || endBytes <= offsetBytes,
      ),
  );
}

/**
 * Boot code must be byte for byte as in the base, but for the sectors that the crash tore. Only
 * `changedPages` can hold other bytes than the base.
 */
export function checkBootCode(
  ranges: readonly ByteRange[],
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
  torn: readonly ByteRange[],
): Fault[] {
  const changed = new Set(changedPages);
  const touched = ranges.find(
    ({ startBytes, endBytes }) =>
      changed.has(Math.floor(startBytes / goldenPageBytes)) &&
      !torn.some((each) => each.startBytes < endBytes && startBytes < each.endBytes) &&
      sameOnBoth([{ startBytes, endBytes }], base, disk).length === 0,
  );
  if (touched === undefined) return [];
  const message =
    `in front of the first partition: expected its bytes as before, found others in ` +
    `bytes ${touched.startBytes} to ${touched.endBytes - 1}`;
  return [{ checker: "boot code", class: "bystander touched", place: "boot code", message }];
}
