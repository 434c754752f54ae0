import type { ChangeMap } from "../../../../model/map/change-map.js";

/** So many partitions have a colour of their own; the others share one. */
const mostColours = 7;

/** The class of each area, by its index: tables and free space look the same in every report. */
export function areaColours({ chart, rows }: ChangeMap): readonly string[] {
  if (chart === undefined) return [];
  const written = new Set(rows.map(({ stretch }) => stretch?.area));
  const partitions = chart.areas
    .map((area, index) => ({ ...area, index }))
    .filter(({ kind, index }) => kind === "partition" && written.has(index))
    .toSorted((one, other) => one.startBytes - other.startBytes);
  return chart.areas.map(({ kind }, index) => {
    if (kind !== "partition") return `area-${kind}`;
    const place = partitions.findIndex((each) => each.index === index);
    return place >= 0 && place < mostColours ? `area-${place + 1}` : "area-other";
  });
}
