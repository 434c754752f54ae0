import { scaleLinear } from "d3-scale";
import { interruptWords } from "../../../model/cut-text.js";
import type { CaseRecord, CutRecord } from "../../../store/records.js";
import { crashedAfter } from "../crash-place.js";
import { h, s, type Element } from "../nodes.js";
import { counted, number } from "../words.js";
import { round } from "./axis.js";
import { traceHeight, traceWidth, type DrawnTrace } from "./trace.js";

const [width, height, left] = [960, 86, 8];
const lane = { top: 30, height: traceHeight };
const gap = 26;
/** Of a box behind the first run, at most; many of them share a part of the width. */
const [mostBoxWidth, boxesShare] = [150, 0.6];

/**
 * What happened in a case, from left to right: the first run with its writes, flushes and lines up
 * to the crash, then a box for each later crash in a resume, and one for the last resume.
 */
export function timeline(record: CaseRecord, trace: DrawnTrace | undefined): Element {
  const { cuts, resumes } = record;
  const later = [...cuts.slice(1), undefined];
  const boxWidth = Math.min(mostBoxWidth, (width * boxesShare) / later.length - gap);
  const firstWidth = width - 2 * left - later.length * (boxWidth + gap);
  const [first] = cuts;
  const label = `Timeline of ${record.id}`;
  return h(
    "div.scroll",
    { tabIndex: 0, role: "group", ariaLabel: label },
    s(
      "svg.chart.timeline",
      { viewBox: `0 0 ${width} ${height}`, role: "img", ariaLabel: label },
      first === undefined ? undefined : firstRun(first, trace, firstWidth),
      later.map((cut, index) => {
        const box = { x: left + firstWidth + gap + index * (boxWidth + gap), width: boxWidth };
        return cut === undefined
          ? lastResume(resumes, record.verdict, box)
          : crashedResume(cut, box);
      }),
    ),
  );
}

function firstRun(cut: CutRecord, trace: DrawnTrace | undefined, runWidth: number): Element {
  const changeCount = trace?.changeCount ?? 0;
  const whole = Math.max(1, changeCount, cut.ofWrites, cut.write + Math.sign(cut.bytes));
  const x = scaleLinear([0, whole], [left, left + runWidth]);
  const stretch = (x(changeCount) - left) / traceWidth;
  const [at, reached] = [crashedAfter(cut), cut.write].map((write) =>
    x(write + (cut.bytes > 0 ? 0.5 : 0)),
  ) as [number, number];
  return s(
    "g",
    s("rect.lane", { x: left, y: lane.top, width: runWidth, height: lane.height }),
    trace === undefined
      ? undefined
      : s("use", {
          href: `#${trace.id}`,
          transform: `translate(${left} ${lane.top}) scale(${stretch} 1)`,
        }),
    s("rect.unreached", {
      ...{ x: round(reached), y: lane.top },
      ...{ width: round(left + runWidth - reached), height: lane.height },
    }),
    s("text", { x: left, y: lane.top - 14 }, `the run, ${number(whole)} writes when not cut`),
    crashMark(cut, at, left + runWidth),
  );
}

/** Where a box behind the first run is. */
interface Box {
  readonly x: number;
  readonly width: number;
}

function crashedResume(cut: CutRecord, box: Box): Element {
  const part = cut.ofWrites > 0 ? Math.min(1, crashedAfter(cut) / cut.ofWrites) : 0.5;
  const at = box.x + part * box.width;
  const place = { x: box.x, y: lane.top, height: lane.height };
  return s(
    "g",
    arrow(box.x),
    s("rect.lane", { ...place, width: box.width }),
    s("rect.reached", { ...place, width: round(at - box.x) }),
    s("text", { x: box.x, y: lane.top - 14 }, "a resume"),
    crashMark(cut, at, box.x + box.width),
  );
}

function lastResume(resumes: number, verdict: CaseRecord["verdict"], box: Box): Element {
  const name = resumes === 0 ? "not resumed" : counted(resumes, "resume");
  const place = { ...box, y: lane.top, height: lane.height };
  return s(
    "g",
    arrow(box.x),
    s("rect", { className: ["end", verdict], ...place }),
    s("text", { x: box.x, y: lane.top - 14 }, name),
    s("text", { x: box.x, y: lane.top + lane.height + 18 }, verdict),
  );
}

function arrow(x: number): Element {
  const y = lane.top + lane.height / 2;
  return s("path.arrow", { d: `M${x - gap + 6} ${y}h${gap - 12}m-4 -4l4 4l-4 4` });
}

function crashMark(cut: CutRecord, at: number, end: number): Element {
  const isLeft = at > end - 180;
  const text = { x: round(isLeft ? at - 6 : at + 6), y: lane.top + lane.height + 18 };
  return s(
    "g.crash",
    s("path", { d: `M${round(at)} ${lane.top - 10}v${lane.height + 34}` }),
    s("text", { ...text, textAnchor: isLeft ? "end" : "start" }, crashText(cut)),
  );
}

/** `kill after write 42`, `power loss after write 42`: the crash in few words. */
export function crashText({ point, write, bytes }: CutRecord): string {
  const after =
    bytes > 0
      ? `${counted(bytes, "byte")} into write ${number(write + 1)}`
      : `after write ${number(write)}`;
  switch (point.kind) {
    case "interrupt":
      return `${interruptWords(point)} after write ${number(point.writes)}`;
    case "power":
      return `power loss ${after}`;
    case "line":
      return `kill at line ${point.line}, ${after}`;
    case "write":
      return point.bytes > 0 ? `torn, ${after}` : `kill ${after}`;
  }
}
