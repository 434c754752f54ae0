import type { Region } from "../../layout/region.js";
import type { ByteRange } from "../../model/byte-range.js";
import { UsageError } from "../../model/errors.js";
import { maxDelayWindows } from "../../shim/memory.js";
import type { DiskRun } from "./disk-run.js";
import type { Layouts } from "./disk-territory.js";

/**
 * The regions with a word in their names, in the layout before and after, and how many writes of
 * a run touch them. `gpt` is both copies of the table. Throws UsageError for a word that names no
 * region, or more than can be watched.
 */
export function slowedRegions(
  { writes }: DiskRun,
  layouts: Layouts,
  word: string,
): { readonly ranges: readonly ByteRange[]; readonly changeCount: number } {
  const ranges = regionsNamed(layouts, word);
  const touching = writes.filter(({ offsetBytes, lengthBytes }) =>
    ranges.some(
      ({ startBytes, endBytes }) =>
        offsetBytes < endBytes && offsetBytes + lengthBytes > startBytes,
    ),
  );
  return { ranges, changeCount: touching.length };
}

function regionsNamed({ before, after }: Layouts, word: string): ByteRange[] {
  const matches = ({ kind, name }: Region): boolean =>
    word === "gpt" ? kind === "table" : name.includes(word);
  const found = [...before, ...after].filter(matches);
  const distinct = new Map(
    found.map(({ startBytes, endBytes }) => [
      `${startBytes}-${endBytes}`,
      { startBytes, endBytes },
    ]),
  );
  if (distinct.size === 0) {
    throw new UsageError(`--delay-region: no region has "${word}" in its name; see disk`);
  }
  if (distinct.size > maxDelayWindows) {
    throw new UsageError(
      `--delay-region: "${word}" names ${distinct.size} regions, at most ${maxDelayWindows}; ` +
        `name a partition too, such as "P9 P3: inode tables"`,
    );
  }
  return [...distinct.values()];
}
