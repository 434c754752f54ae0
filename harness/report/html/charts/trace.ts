import { scaleLinear } from "d3-scale";
import type { ChangeMap } from "../../../model/map/change-map.js";
import { s, type Element } from "../nodes.js";
import { shortened } from "../words.js";
import { round, type Scale } from "./axis.js";

/** Of a trace as it is drawn: timelines stretch it. */
export const [traceWidth, traceHeight] = [1000, 22];

/** More lines than these would hide the writes; the write map has all of them. */
const mostFlushes = 250;

/** A recorded run that timelines refer to: its drawing, and how long it is. */
export interface DrawnTrace {
  readonly id: string;
  readonly changeCount: number;
  readonly drawing: Element;
}

/**
 * A recorded run from left to right, drawn once for all timelines of its cases: its writes in the
 * colours of their areas, flushes through them, lines of output above.
 */
export function drawTrace(id: string, map: ChangeMap, colours: readonly string[]): DrawnTrace {
  const changeCount = map.rows.reduce((sum, { count }) => sum + count, 0);
  const x = scaleLinear([0, Math.max(1, changeCount)], [0, traceWidth]);
  const drawing = s(
    "svg.drawing",
    { viewBox: "0 0 0 0", width: 0, height: 0, ariaHidden: "true" },
    s("defs", s("g", { id }, writesOf(map, x, colours), flushesOf(map, x), saidOf(map, x))),
  );
  return { id, changeCount, drawing };
}

/** Each column has the colour of the last write in it; columns of one colour are one box. */
function writesOf(map: ChangeMap, x: Scale, colours: readonly string[]): Element[] {
  const columns = new Array<string>(traceWidth).fill("");
  let before = 0;
  for (const { count, stretch } of map.rows) {
    const colour = stretch === undefined ? "area-other" : (colours[stretch.area] ?? "area-other");
    columns.fill(colour, Math.floor(x(before)), Math.ceil(x(before + count)));
    before += count;
  }
  const boxes = new Map<string, string[]>();
  for (let at = 0; at < traceWidth;) {
    const [start, colour] = [at, columns[at] ?? ""];
    while (at < traceWidth && columns[at] === colour) at += 1;
    const box = `M${start} 0h${at - start}v${traceHeight}h${start - at}z`;
    const some = boxes.get(colour);
    if (some === undefined) boxes.set(colour, [box]);
    else some.push(box);
  }
  return [...boxes].map(([colour, some]) => s("path", { className: [colour], d: some.join("") }));
}

function flushesOf({ flushes }: ChangeMap, x: Scale): Element {
  const places = new Set(flushes.map((after) => round(x(after))));
  const isDense = places.size > mostFlushes;
  const d = isDense ? "" : [...places].map((at) => `M${at} -4v${traceHeight + 8}`).join("");
  return s("path.flush", { d });
}

/** Lines that are close together share a mark. */
function saidOf({ said }: ChangeMap, x: Scale): Element[] {
  const marks = new Map<number, string>();
  for (const { after, text } of said) {
    const at = Math.round(x(after) / 4) * 4;
    marks.set(at, marks.has(at) ? `${marks.get(at) ?? ""}\n${text}` : text);
  }
  return [...marks].map(([at, text]) =>
    s("rect.said", { x: at - 1, y: -8, width: 2, height: 3 }, s("title", shortened(text, 400))),
  );
}
