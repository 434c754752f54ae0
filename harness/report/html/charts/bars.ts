import { scaleLinear } from "d3-scale";
import { h, s, type Element } from "../nodes.js";
import { number, shortened } from "../words.js";
import { round } from "./axis.js";

/** A part of a bar: its class gives it its colour. */
export interface BarPart {
  readonly className: string;
  readonly name: string;
  readonly value: number;
}

export interface Bar {
  readonly name: string;
  readonly parts: readonly BarPart[];
  /** What stands behind it; its sum where absent. */
  readonly text?: string;
}

const [width, labelWidth, endWidth, rowHeight, barHeight] = [960, 300, 110, 26, 16];
const mostLetters = 44;

/** Bars of one scale, one below the other, each in parts. */
export function barChart(id: string, bars: readonly Bar[]): Element {
  const most = Math.max(1, ...bars.map(sumOf));
  const scale = scaleLinear([0, most], [0, width - labelWidth - endWidth]);
  const height = bars.length * rowHeight + 4;
  return h(
    "div.scroll",
    { tabIndex: 0, role: "group", ariaLabelledBy: `${id}-title` },
    s(
      "svg.chart",
      { viewBox: `0 0 ${width} ${height}`, role: "img", ariaLabelledBy: `${id}-title` },
      bars.map((bar, row) => barOf(bar, row * rowHeight + 2, scale)),
    ),
  );
}

/** One bar over the whole width: how a sum is divided. */
export function wholeBar(label: string, parts: readonly BarPart[]): Element {
  const all = parts.reduce((sum, { value }) => sum + value, 0);
  const scale = scaleLinear([0, Math.max(1, all)], [0, width]);
  return s(
    "svg.whole",
    { viewBox: `0 0 ${width} 22`, role: "img", ariaLabel: label, preserveAspectRatio: "none" },
    piecesOf(parts, (value) => scale(value), { x: 0, y: 0, height: 22 }),
  );
}

function barOf(bar: Bar, y: number, scale: (value: number) => number): Element {
  const sum = sumOf(bar);
  const middle = y + barHeight / 2 + 4.5;
  return s("g", [
    s("title", `${bar.name}: ${bar.parts.map(partText).join(", ")}`),
    s(
      "text",
      { x: labelWidth - 12, y: middle, textAnchor: "end" },
      shortened(bar.name, mostLetters),
    ),
    ...piecesOf(bar.parts, scale, { x: labelWidth, y, height: barHeight }),
    s("text.value", { x: round(labelWidth + scale(sum) + 8), y: middle }, bar.text ?? number(sum)),
  ]);
}

function piecesOf(
  parts: readonly BarPart[],
  scale: (value: number) => number,
  { x: start, y, height }: { readonly x: number; readonly y: number; readonly height: number },
): Element[] {
  let x = start;
  return parts.flatMap((part) => {
    if (part.value === 0) return [];
    const [at, length] = [x, Math.max(1, scale(part.value))];
    x += length;
    const place = { x: round(at), y, width: round(length), height };
    return [s("rect", { className: [part.className], ...place }, s("title", partText(part)))];
  });
}

function partText({ name, value }: BarPart): string {
  return `${number(value)} ${name}`;
}

function sumOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}
