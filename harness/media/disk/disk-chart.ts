import { regionAt } from "../../layout/disk-regions.js";
import type { Region } from "../../layout/region.js";
import type { ByteRange } from "../../model/byte-range.js";
import type { Area } from "../../model/map/change-map.js";
import type { ChangeEvent } from "../../model/trace.js";
import type { Chart } from "../crash-models.js";
import { isWrite } from "./disk-run.js";
import type { Layouts } from "./disk-territory.js";

/** Partitions, tables and free space of a disk, before and after the work. */
export class DiskChart implements Chart {
  readonly sizeBytes: number;
  readonly areas: readonly Area[];
  readonly #layouts: Layouts;
  readonly #indices: ReadonlyMap<Region, number>;

  constructor(layouts: Layouts, sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    this.#layouts = layouts;
    const { areas, indices } = areasOf([...layouts.after, ...layouts.before]);
    this.areas = areas;
    this.#indices = indices;
  }

  /** A write is of the layout after the work, and where that has nothing, of the one before. */
  locate(change: ChangeEvent): ByteRange & { readonly area: number } {
    if (!isWrite(change)) throw new Error(`change ${change.number} is none of a disk`);
    const { offsetBytes, lengthBytes } = change;
    const after = regionAt(this.#layouts.after, offsetBytes);
    const before = regionAt(this.#layouts.before, offsetBytes);
    const region = isUsed(after) || before === undefined ? after : before;
    const area = region === undefined ? 0 : (this.#indices.get(region) ?? 0);
    return { startBytes: offsetBytes, endBytes: offsetBytes + lengthBytes, area };
  }
}

function isUsed(region: Region | undefined): boolean {
  return region !== undefined && (region.partition !== undefined || region.kind !== "free");
}

/** Neighbours of one kind are one area; areas of the same name that overlap are one, too. */
function areasOf(regions: readonly Region[]): {
  readonly areas: readonly Area[];
  readonly indices: ReadonlyMap<Region, number>;
} {
  const areas: Area[] = [];
  const indices = new Map<Region, number>();
  for (const region of regions) {
    const { name, kind } = areaNameOf(region);
    const { startBytes, endBytes } = region;
    const index = areas.findIndex(
      (each) => each.name === name && each.startBytes <= endBytes && startBytes <= each.endBytes,
    );
    const same = areas[index];
    indices.set(region, same === undefined ? areas.length : index);
    if (same === undefined) areas.push({ name, kind, startBytes, endBytes });
    else areas[index] = { ...same, ...joined(same, region) };
  }
  return { areas, indices };
}

function joined(one: ByteRange, other: ByteRange): ByteRange {
  return {
    startBytes: Math.min(one.startBytes, other.startBytes),
    endBytes: Math.max(one.endBytes, other.endBytes),
  };
}

function areaNameOf({ partition, kind }: Region): Pick<Area, "name" | "kind"> {
  if (partition !== undefined) return { name: partition, kind: "partition" };
  return kind === "table"
    ? { name: "partition table", kind }
    : { name: "free space", kind: "free" };
}
