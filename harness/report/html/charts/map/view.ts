import type { Area, ChangeMap, LikeChanges } from "../../../../model/map/change-map.js";
import { bytes } from "../../words.js";
import type { ByteRange } from "../../../../model/byte-range.js";

/** Like changes of a view. */
export interface ViewRow {
  readonly row: LikeChanges;
  /** The number of its first change in the run, from 1. */
  readonly number: number;
  /** How many changes of the view come before it. */
  readonly before: number;
}

/** Some changes of a run, and which bytes of the medium are shown. */
export interface View {
  readonly name: string;
  readonly kind: "whole" | "step" | "area";
  readonly rows: readonly ViewRow[];
  readonly changeCount: number;
  readonly range: ByteRange;
}

/** A map that has offsets. */
export type OffsetMap = ChangeMap &
  Required<Pick<ChangeMap, "chart">> & {
    readonly chart: NonNullable<ChangeMap["chart"]>;
  };

/** Whether a map can be drawn against offsets. */
export function hasOffsets(map: ChangeMap): map is OffsetMap {
  return map.chart !== undefined;
}

/** Everything, then each step, then each area that was written to. */
export function viewsOf(map: OffsetMap): View[] {
  const whole = viewOf(map, { name: "whole disk", kind: "whole" }, () => true);
  const steps = map.steps.map((name, step) =>
    viewOf(map, { name, kind: "step" }, (row) => row.step === step),
  );
  const areas = map.chart.areas.map((area, index) => {
    const of = (row: LikeChanges) => row.stretch?.area === index;
    const isAll = map.chart.areas.length === 1;
    const name = isAll ? "what was written" : areaName(map.chart.areas, area);
    const view = viewOf(map, { name, kind: "area" }, of);
    return { ...view, range: touchedBytes(view, area) };
  });
  return [whole, ...(steps.length > 1 ? steps : []), ...areas].filter(
    ({ changeCount }) => changeCount > 0,
  );
}

/** Areas of one name are told apart by where they begin. */
export function areaName(areas: readonly Area[], area: Area): string {
  const same = areas.filter(({ name }) => name === area.name);
  return same.length === 1 ? area.name : `${area.name} at ${bytes(area.startBytes)}`;
}

/** How many changes of a view have a number of at most this. */
export function changesUpTo({ rows }: View, number: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.number ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  const last = rows[low - 1];
  return last === undefined ? 0 : last.before + Math.min(last.row.count, number - last.number + 1);
}

/** The number, in the run, of the last of so many changes of a view; 0 for none. */
export function numberOf({ rows }: View, changeCount: number): number {
  const row = rows.findLast(({ before }) => before < changeCount);
  return row === undefined ? 0 : row.number + changeCount - row.before - 1;
}

/** Whether a view has a change of this number. */
export function hasChange(view: View, number: number): boolean {
  return changesUpTo(view, number) > changesUpTo(view, number - 1);
}

function viewOf(
  { rows, chart }: OffsetMap,
  named: Pick<View, "name" | "kind">,
  has: (row: LikeChanges) => boolean,
): View {
  const chosen: ViewRow[] = [];
  let [number, before] = [1, 0];
  for (const row of rows) {
    if (has(row)) {
      chosen.push({ row, number, before });
      before += row.count;
    }
    number += row.count;
  }
  const range = { startBytes: 0, endBytes: chart.sizeBytes };
  return { ...named, rows: chosen, changeCount: before, range };
}

/** The bytes that were written, with a little room around them. */
function touchedBytes({ rows }: View, area: Area): ByteRange {
  let [first, last] = [Infinity, 0];
  for (const { row } of rows) {
    if (row.stretch === undefined) continue;
    const { offsetBytes, lengthBytes } = row.stretch;
    first = Math.min(first, offsetBytes);
    last = Math.max(last, offsetBytes + row.count * lengthBytes);
  }
  if (first > last) return area;
  const room = Math.max(512, (last - first) * 0.04);
  return { startBytes: Math.max(0, first - room), endBytes: last + room };
}
