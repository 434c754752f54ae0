import type { Region } from "../region.js";
import { dosSectorBytes, type DosLabel } from "./dos-label.js";

/** Where the MBR and the extended boot records are, in bytes from the start of the disk. */
export function dosTableRegions({ recordLbas }: DosLabel): Region[] {
  const records = recordLbas.map((lba, index): [string, number] => [
    `extended boot record ${index + 1}`,
    lba,
  ]);
  return [["MBR", 0] as [string, number], ...records].map(([name, lba]) => ({
    name,
    kind: "table",
    startBytes: lba * dosSectorBytes,
    endBytes: (lba + 1) * dosSectorBytes,
  }));
}
