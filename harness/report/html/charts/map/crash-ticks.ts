import type { CaseRecord } from "../../../../store/records.js";
import { crashedAfter } from "../../crash-place.js";
import { s, type Element } from "../../nodes.js";
import { toneNames, toneOf, tones, type Tone } from "../../tone.js";
import { tickPath, toHalf } from "../axis.js";
import type { Frame } from "./marks.js";
import { changesUpTo, hasChange, type View } from "./view.js";

/** Where a case was crashed first, and what came of it. */
export interface CrashTick {
  readonly write: number;
  readonly torn: boolean;
  readonly tone: Tone;
}

/** Lanes, and the gap above them. */
export const [laneHeight, lanesGap] = [12, 14];

/** The first crashes of cases, as far as they landed. */
export function crashTicks(cases: readonly CaseRecord[]): CrashTick[] {
  return cases.flatMap((record) => {
    const [cut] = record.cuts;
    if (cut?.landed !== "landed") return [];
    return [{ write: crashedAfter(cut), torn: cut.bytes > 0, tone: toneOf(record) }];
  });
}

/** The tones that some ticks have: each has its lane. */
export function lanesOf(ticks: readonly CrashTick[]): readonly Tone[] {
  return tones.filter((tone) => ticks.some((tick) => tick.tone === tone));
}

/** Ticks below a plot, a lane for each verdict. */
export function tickLanes(
  ticks: readonly CrashTick[],
  lanes: readonly Tone[],
  view: View,
  { plot, x }: Frame,
): Element[] {
  return lanes.map((tone, lane) => {
    const y = plot.top + plot.height + lanesGap + lane * laneHeight;
    const places = new Set<number>();
    for (const tick of ticks) {
      if (tick.tone !== tone || !isShown(view, tick)) continue;
      places.add(toHalf(x(changesUpTo(view, tick.write) + (tick.torn ? 0.5 : 0))));
    }
    const d = tickPath(places, y, laneHeight - 3);
    return s("g.lane", [
      s("text", { x: plot.left - 16, y: y + 9, textAnchor: "end" }, tone),
      s("path", { className: ["tick", tone], d }, s("title", `crashes, ${toneNames[tone]}`)),
    ]);
  });
}

/** A part of a run shows the crashes after its own changes, or inside of them. */
function isShown(view: View, { write, torn }: CrashTick): boolean {
  return view.kind === "whole" || hasChange(view, torn ? write + 1 : write);
}
