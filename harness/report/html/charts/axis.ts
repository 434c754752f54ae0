import type { ScaleLinear } from "d3-scale";
import { s, type Element } from "../nodes.js";
import { bytes, number } from "../words.js";

/** The room of a plot inside of its picture, in the units of its view box. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A scale from numbers to places in a picture. */
export type Scale = ScaleLinear<number, number>;

/** A horizontal axis of whole numbers below a plot. A tick says what `labelOf` makes of it. */
export function numberAxis(
  scale: Scale,
  { left, top, width, height }: Plot,
  name: string,
  labelOf: (tick: number) => string = number,
): Element {
  const ticks = scale.ticks(8).filter(Number.isInteger);
  const bottom = top + height;
  return s("g.axis", { ariaHidden: "true" }, [
    ...ticks.map((tick) => {
      const x = round(scale(tick));
      return s("g", [
        s("path", { d: `M${x} ${bottom}v5` }),
        s("text", { x, y: bottom + 18, textAnchor: "middle" }, labelOf(tick)),
      ]);
    }),
    s("text.name", { x: left + width, y: bottom + 34, textAnchor: "end" }, name),
  ]);
}

/** A vertical axis of offsets, at round ones: powers of two apart. */
export function offsetAxis(scale: Scale, { left, width }: Plot): Element {
  const [first = 0, last = 0] = scale.domain();
  const ticks = roundOffsets(first, last);
  return s(
    "g.axis",
    { ariaHidden: "true" },
    ticks.map((tick) => {
      const y = round(scale(tick));
      return s("g", [
        s("path.grid", { d: `M${left} ${y}h${width}` }),
        s("text", { x: left - 16, y: y + 4, textAnchor: "end" }, bytes(tick)),
      ]);
    }),
  );
}

/** At most nine offsets. */
function roundOffsets(first: number, last: number): number[] {
  const step = 2 ** Math.ceil(Math.log2(Math.max(1, last - first) / 8));
  const ticks: number[] = [];
  for (let tick = Math.ceil(first / step) * step; tick <= last; tick += step) ticks.push(tick);
  return ticks;
}

/** A place in a picture, as short as it can be seen. */
export function round(place: number): number {
  return Math.round(place * 10) / 10;
}

/** A place of a tick: ticks that are closer together can't be told apart. */
export function toHalf(place: number): number {
  return Math.round(place * 2) / 2;
}

/** Upright strokes at some places. */
export function tickPath(places: Iterable<number>, y: number, height: number): string {
  return [...places].map((at) => `M${at} ${y}v${height}`).join("");
}
