import type { ByteRange } from "../../../../model/byte-range.js";
import { s, type Element } from "../../nodes.js";
import { shortened } from "../../words.js";
import { round } from "../axis.js";
import type { Frame } from "./marks.js";
import { areaName, type OffsetMap, type View } from "./view.js";

const [mostLabels, labelHeight, mostLetters] = [22, 14, 22];

interface Label extends ByteRange {
  readonly name: string;
  readonly className: string;
}

/** What lies where, right of a plot: areas of the whole, places of an area. */
export function sideLabels(
  map: OffsetMap,
  view: View,
  { plot, y }: Frame,
  colours: readonly string[],
): Element {
  const right = plot.left + plot.width;
  const labels = view.kind === "area" ? placesIn(map, view, colours) : areasIn(map, view, colours);
  const shown = labels.slice(0, mostLabels).toSorted((a, b) => a.startBytes - b.startBytes);
  let nextFree = plot.top;
  const elements = shown.map((label, index) => {
    const clamp = (place: number) => Math.min(plot.top + plot.height, Math.max(plot.top, place));
    const [top, bottom] = [clamp(y(label.startBytes)), clamp(y(label.endBytes))];
    const middle = (top + bottom) / 2;
    const lowest = plot.top + plot.height - (shown.length - 1 - index) * labelHeight;
    const at = Math.min(lowest, Math.max(nextFree, middle));
    nextFree = at + labelHeight;
    const height = round(Math.max(2, bottom - top));
    return s("g.side", [
      s("title", label.name),
      s("rect", { className: [label.className], x: right + 4, y: round(top), width: 5, height }),
      s("path", { d: `M${right + 10} ${round(middle)}L${right + 22} ${round(at)}` }),
      s("text", { x: right + 26, y: round(at + 4) }, shortened(label.name, mostLetters)),
    ]);
  });
  const more = labels.length - shown.length;
  const note = s("text.more", { x: right + 26, y: plot.top - 8 }, `and ${more} more`);
  return s("g", more > 0 ? [...elements, note] : elements);
}

function areasIn({ chart, rows }: OffsetMap, view: View, colours: readonly string[]): Label[] {
  const source = view.kind === "whole" ? rows : view.rows.map(({ row }) => row);
  const written = new Set(source.map(({ stretch }) => stretch?.area));
  return chart.areas.flatMap((area, index) =>
    written.has(index)
      ? [{ ...area, name: areaName(chart.areas, area), className: colours[index] ?? "area-other" }]
      : [],
  );
}

/** Where each place was written to; the partition's name before it is known by now. */
function placesIn({ places, chart }: OffsetMap, view: View, colours: readonly string[]): Label[] {
  const found = new Map<number, Label>();
  for (const { row } of view.rows) {
    if (row.stretch === undefined) continue;
    const { area, offsetBytes, lengthBytes } = row.stretch;
    const endBytes = offsetBytes + row.count * lengthBytes;
    const before = found.get(row.place);
    const name = places[row.place]?.name ?? "";
    const prefix = `${chart.areas[area]?.name ?? ""}: `;
    found.set(row.place, {
      name: name.startsWith(prefix) ? name.slice(prefix.length) : name,
      className: colours[area] ?? "area-other",
      startBytes: Math.min(before?.startBytes ?? Infinity, offsetBytes),
      endBytes: Math.max(before?.endBytes ?? 0, endBytes),
    });
  }
  return [...found.values()];
}
