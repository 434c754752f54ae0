import type { ByteSource } from "../layout/byte-source.js";
import type { Region } from "../layout/region.js";
import type { Finding } from "../model/verdict.js";
import type { TornRange } from "./table-at-crash.js";

/** The code in an MBR ends here; its signature and entries follow (UEFI 2.10, table 5-1). */
const mbrCodeBytes = 440;
const sectorBytes = 512;

/**
 * What a machine may boot from in front of the first partition: the code in the MBR, and each
 * sector that holds something in the free space before the first partition. `regions` are the
 * disk's, sorted. Sorted, without overlaps.
 */
export function bootCodeOf(disk: ByteSource, regions: readonly Region[]): TornRange[] {
  const ranges: TornRange[] = [];
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
    for (let at = startBytes; at < endBytes; at += sectorBytes) {
      add(at, Math.min(at + sectorBytes, endBytes));
    }
  }
  return []; // No partition at all: what lies there is not in front of any.
}

/** Boot code must be byte for byte as in the base, but for the sectors that the crash tore. */
export function checkBootCode(
  ranges: readonly TornRange[],
  base: ByteSource,
  disk: ByteSource,
  torn: readonly TornRange[],
  kill: number,
): Finding[] {
  const touched = ranges.find(
    ({ startBytes, endBytes }) =>
      !torn.some((each) => each.startBytes < endBytes && startBytes < each.endBytes) &&
      !disk
        .read(startBytes, endBytes - startBytes)
        .equals(base.read(startBytes, endBytes - startBytes)),
  );
  if (touched === undefined) return [];
  const message =
    `boot code in front of the first partition: expected its bytes as before, found others in ` +
    `bytes ${touched.startBytes} to ${touched.endBytes - 1}`;
  return [{ checker: "boot code", class: "bystander touched", message, kill }];
}
