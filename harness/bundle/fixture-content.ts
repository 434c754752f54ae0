import { deflateRawSync } from "node:zlib";
import type { ByteSource } from "../layout/byte-source.js";
import { diskRegions, regionAt } from "../layout/disk-regions.js";
import { sectorBytes, type SectorIndex } from "./sector-index.js";

/** What deflate makes smaller than this share may be a structure. */
const randomShare = 0.95;

/**
 * Whether a page of a crash image is content of files that the fixture's image has too, and that
 * nothing but its own reader needs: bytes that don't get smaller, no table and no metadata. The
 * checkers of file systems say the same of the image without them.
 */
export function isFixtureContent(
  crashed: ByteSource,
  index: SectorIndex,
): (page: Buffer, offsetBytes: number) => boolean {
  const regions = diskRegions(crashed);
  return (page, offsetBytes) => {
    const kind = regionAt(regions, offsetBytes)?.kind;
    if (kind === "table" || kind === "metadata") return false;
    if (regionAt(regions, offsetBytes + page.length - 1)?.kind !== kind) return false;
    if (deflateRawSync(page, { level: 1 }).length < page.length * randomShare) return false;
    for (let at = 0; at < page.length; at += sectorBytes) {
      if (index.find(page.subarray(at, at + sectorBytes)) === undefined) return false;
    }
    return true;
  };
}
