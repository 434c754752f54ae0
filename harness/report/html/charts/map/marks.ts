import { s, type Element } from "../../nodes.js";
import { bytes, number } from "../../words.js";
import { round, type Plot, type Scale } from "../axis.js";
import { CellGrid } from "./cell-grid.js";
import type { OffsetMap, View, ViewRow } from "./view.js";

/** Of a view with more rows than this each has no text of its own. */
const mostTexts = 600;
/** A view with more rows than this is drawn in cells. */
const mostShapes = 3000;
/** Of the view box. */
const cell = { width: 2, height: 3 };
/** What is smaller is drawn so large. */
const least = { width: 1.6, height: 2.4 };

/** Where a view is drawn. */
export interface Frame {
  readonly plot: Plot;
  /** From the number of changes before to a place. */
  readonly x: Scale;
  /** From an offset to a place. */
  readonly y: Scale;
}

/** The changes of a view in the colours of their areas: metadata strong, content soft. */
export function changeMarks(
  map: OffsetMap,
  view: View,
  frame: Frame,
  colours: readonly string[],
): Element[] {
  if (view.rows.length > mostShapes) return inCells(map, view, frame, colours);
  if (view.rows.length <= mostTexts) {
    return view.rows.map((each) =>
      s(
        "path",
        { className: classesOf(map, each, colours).split(" "), d: shapeOf(each, frame) },
        s("title", textOf(map, each)),
      ),
    );
  }
  const shapes = new Map<string, string[]>();
  for (const each of view.rows) {
    const key = classesOf(map, each, colours);
    const some = shapes.get(key);
    if (some === undefined) shapes.set(key, [shapeOf(each, frame)]);
    else some.push(shapeOf(each, frame));
  }
  return [...shapes].map(([key, some]) =>
    s("path", { className: key.split(" "), d: some.join("") }),
  );
}

function classesOf({ places }: OffsetMap, { row }: ViewRow, colours: readonly string[]): string {
  const kind = places[row.place]?.kind;
  const weight = kind === "table" || kind === "metadata" ? "strong" : "soft";
  return `${colours[row.stretch?.area ?? 0] ?? "area-other"} ${weight}`;
}

/** Changes one behind the other are a slanted band, one alone is a box. */
function shapeOf({ row, before }: ViewRow, { x, y }: Frame): string {
  const { offsetBytes, lengthBytes } = row.stretch ?? { offsetBytes: 0, lengthBytes: 0 };
  const [left, right] = [x(before), x(before + row.count)];
  const [top, bottom] = [y(offsetBytes), y(offsetBytes + lengthBytes)];
  const drop = y(offsetBytes + (row.count - 1) * lengthBytes) - top;
  const height = round(Math.max(least.height, bottom - top));
  const width = round(Math.max(least.width, right - left));
  const slant = `l${width} ${round(drop)}v${height}l${-width} ${round(-drop)}z`;
  return `M${round(left)} ${round(top)}${slant}`;
}

function textOf({ places, steps }: OffsetMap, { row, number: first }: ViewRow): string {
  const { offsetBytes, lengthBytes } = row.stretch ?? { offsetBytes: 0, lengthBytes: 0 };
  const last = first + row.count - 1;
  const which =
    row.count === 1 ? `write ${number(first)}` : `writes ${number(first)} to ${number(last)}`;
  const each = row.count === 1 ? "" : " each";
  return (
    `${which}: ${places[row.place]?.name ?? ""}, ${bytes(lengthBytes)}${each} ` +
    `at ${number(offsetBytes)}, step ${steps[row.step] ?? ""}`
  );
}

/** A cell is filled where any change touches it. */
function inCells(
  map: OffsetMap,
  view: View,
  { plot, x, y }: Frame,
  colours: readonly string[],
): Element[] {
  const [columns, lines] = [plot.width / cell.width, plot.height / cell.height];
  const columnOf = (before: number) => (x(before) - plot.left) / cell.width;
  const lineOf = (offset: number) => (y(offset) - plot.top) / cell.height;
  const grids = new Map<string, CellGrid>();
  for (const each of view.rows) {
    const key = classesOf(map, each, colours);
    const grid = grids.get(key) ?? new CellGrid(columns, lines);
    grids.set(key, grid);
    const { count, stretch = { offsetBytes: 0, lengthBytes: 0 } } = each.row;
    const [first, end] = [columnOf(each.before), columnOf(each.before + count)];
    // Which of the changes in a row fall into a column.
    const changeAt = (at: number) =>
      Math.min(1, Math.max(0, (at - first) / (end - first))) * (count - 1);
    for (let column = Math.floor(first); column < end; column += 1) {
      const [from, to] = [Math.floor(changeAt(column)), Math.ceil(changeAt(column + 1))];
      const top = lineOf(stretch.offsetBytes + from * stretch.lengthBytes);
      grid.fill(column, top, lineOf(stretch.offsetBytes + (to + 1) * stretch.lengthBytes));
    }
  }
  const transform = `translate(${plot.left} ${plot.top}) scale(${cell.width} ${cell.height})`;
  return [...grids].map(([key, grid]) =>
    s("path", { className: ["cells", ...key.split(" ")], transform, d: grid.path() }),
  );
}
