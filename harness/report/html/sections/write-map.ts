import { figure, type DataTable } from "../charts/figure.js";
import { legend } from "../charts/legend.js";
import { areaColours } from "../charts/map/colours.js";
import { crashTicks, lanesOf, type CrashTick } from "../charts/map/crash-ticks.js";
import { areaName, hasOffsets, viewsOf, type OffsetMap, type View } from "../charts/map/view.js";
import { writeMap } from "../charts/map/write-map.js";
import type { Chapter } from "../chapter.js";
import { h, type Element } from "../nodes.js";
import { toneNames } from "../tone.js";
import { bytes } from "../words.js";

/** So many parts can be zoomed into; how many more there are is said. */
const mostViews = 18;

const about =
  "Each mark is a write of the uninterrupted run: from left to right in their order, from top to " +
  "bottom by offset. Metadata is drawn strong, content soft. Thin lines are flushes. Below are " +
  "the crashes that were tried, a row for each verdict.";

/** Offset against write number, as a whole and in parts. */
export function writeMapSection({ id, map, cases, golden }: Chapter): Element | undefined {
  if (map === undefined || !hasOffsets(map) || map.rows.length === 0) return undefined;
  const name = `${id}-map`;
  const all = viewsOf(map);
  const views = all.slice(0, mostViews);
  const ticks = crashTicks(cases);
  const more = all.length - views.length;
  const varies =
    golden?.deterministic === false
      ? " Uninterrupted runs differ: crashes made live stand where they came in their own run."
      : "";
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Write map"),
    figure(
      { id: name, title: "What is written where, and where it was crashed", about: about + varies },
      [
        zoomOf(name, map, views, ticks),
        legend([
          { className: "flush-key", name: "flush" },
          ...lanesOf(ticks).map((tone) => ({
            ...{ className: tone, name: `crash, ${toneNames[tone]}` },
          })),
        ]),
        more > 0 ? h("p.about", `${more} more parts are in the table only.`) : undefined,
      ],
      tableOfMap(map),
    ),
  );
}

/** Radio buttons choose what is seen: they need no script, and arrow keys move between them. */
function zoomOf(
  name: string,
  map: OffsetMap,
  views: readonly View[],
  ticks: readonly CrashTick[],
): Element {
  const colours = areaColours(map);
  const kinds = { whole: "", step: "step ", area: "" };
  return h(
    "fieldset.zoom",
    h("legend", "Zoom into"),
    views.flatMap((view, index) => [
      h("input", {
        ...{ type: "radio", name, id: `${name}-${index}`, checked: index === 0 },
      }),
      h("label", { htmlFor: `${name}-${index}` }, `${kinds[view.kind]}${view.name}`),
      h("div.view.scroll", { tabIndex: 0 }, writeMap(map, view, colours, ticks)),
    ]),
  );
}

function tableOfMap({ rows, steps, chart }: OffsetMap): DataTable {
  const counts = new Map<string, { step: string; area: string; writes: number; size: number }>();
  for (const { count, step, stretch } of rows) {
    const area = chart.areas[stretch?.area ?? -1];
    const name = area === undefined ? "beyond the end" : areaName(chart.areas, area);
    const key = `${step} ${name}`;
    const some = counts.get(key) ?? { step: steps[step] ?? "", area: name, writes: 0, size: 0 };
    counts.set(key, some);
    some.writes += count;
    some.size += count * (stretch?.lengthBytes ?? 0);
  }
  const all = [...counts.values()].map(({ step, area, writes, size }) => [
    ...[step, area],
    ...[writes, bytes(size)],
  ]);
  return {
    headings: ["step", "where", "writes", "written"],
    rows: all.slice(0, 500),
    note: all.length > 500 ? `And ${all.length - 500} more rows.` : undefined,
  };
}
