import { scaleLinear } from "d3-scale";
import { s, type Element } from "../../nodes.js";
import { bytes, number, shortened } from "../../words.js";
import { numberAxis, offsetAxis, round, type Plot } from "../axis.js";
import { laneHeight, lanesGap, lanesOf, tickLanes, type CrashTick } from "./crash-ticks.js";
import { changeMarks, type Frame } from "./marks.js";
import { sideLabels } from "./side-labels.js";
import { changesUpTo, numberOf, type OffsetMap, type View } from "./view.js";

const plot: Plot = { left: 120, top: 30, width: 660, height: 330 };
const [width, stepHeight, lettersWidth] = [960, 20, 7];

/** Offsets against the order of the writes, with steps, flushes and crashes, of one view. */
export function writeMap(
  map: OffsetMap,
  view: View,
  colours: readonly string[],
  ticks: readonly CrashTick[],
): Element {
  const lanes = lanesOf(ticks);
  const lanesHeight = lanes.length === 0 ? 0 : lanes.length * laneHeight + lanesGap;
  const frame: Frame = {
    plot,
    x: scaleLinear([0, view.changeCount], [plot.left, plot.left + plot.width]),
    // A write beyond the end of the disk stands at the end.
    y: scaleLinear(
      [view.range.startBytes, view.range.endBytes],
      [plot.top, plot.top + plot.height],
    ).clamp(true),
  };
  const below = { ...plot, height: plot.height + lanesHeight };
  const axisName = view.kind === "whole" ? "writes, in order" : "its writes, by their numbers";
  return s(
    "svg.chart",
    {
      viewBox: `0 0 ${width} ${below.top + below.height + 40}`,
      ...{ role: "img", ariaLabel: labelOf(view) },
    },
    stepBands(map, view, frame),
    offsetAxis(frame.y, plot),
    s("rect.frame", { x: plot.left, y: plot.top, width: plot.width, height: plot.height }),
    flushLines(map, view, frame),
    s("g", changeMarks(map, view, frame, colours)),
    sideLabels(map, view, frame, colours),
    tickLanes(ticks, lanes, view, frame),
    numberAxis(frame.x, below, axisName, (tick) => number(numberOf(view, tick))),
  );
}

function labelOf({ name, changeCount, range }: View): string {
  const place = `${bytes(Math.round(range.startBytes))} to ${bytes(Math.round(range.endBytes))}`;
  return `Write map of ${name}: ${number(changeCount)} writes at ${place}`;
}

/** The steps above the plot; a name stands where there is room for it. */
function stepBands({ steps }: OffsetMap, view: View, { x }: Frame): Element {
  const spans: { step: number; first: number; end: number }[] = [];
  for (const { row, before } of view.rows) {
    const last = spans.at(-1);
    if (last?.step === row.step) last.end = before + row.count;
    else spans.push({ step: row.step, first: before, end: before + row.count });
  }
  return s(
    "g.steps",
    spans.map(({ step, first, end }, index) => {
      const [left, right] = [x(first), x(end)];
      const name = steps[step] ?? "";
      const letters = Math.floor((right - left - 6) / lettersWidth);
      return s("g", [
        s("title", `step ${name}`),
        s("rect", {
          className: [index % 2 === 0 ? "even" : "odd"],
          ...{ x: round(left), y: plot.top - stepHeight },
          ...{ width: round(right - left), height: stepHeight - 4 },
        }),
        letters < 3
          ? undefined
          : s("text", { x: round(left + 4), y: plot.top - 8 }, shortened(name, letters)),
      ]);
    }),
  );
}

function flushLines({ flushes }: OffsetMap, view: View, { x }: Frame): Element {
  const places = new Set(flushes.map((after) => round(x(changesUpTo(view, after)))));
  const d = [...places].map((at) => `M${at} ${plot.top}v${plot.height}`).join("");
  return s("path.flush", { d }, s("title", "flushes"));
}
