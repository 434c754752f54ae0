import { scaleLinear } from "d3-scale";
import { formatCut, interruptWords } from "../../../model/cut-text.js";
import type { ChangeMap } from "../../../model/change-map.js";
import type { CaseRecord, CutRecord } from "../../../store/records.js";
import { h, s, type Element } from "../nodes.js";
import { counted } from "../../words.js";
import { number } from "../words.js";
import { round } from "./axis.js";
import { changeCountOf, traceHeight, traceWidth } from "./trace.js";

const [width, height, left] = [960, 86, 8];
const lane = { top: 30, height: traceHeight };
const [laterWidth, gap] = [150, 26];

/**
 * What happened in a case, from left to right: the first run with its writes, flushes and lines up
 * to the crash, then a box for each later crash in a resume, and one for the last resume.
 */
export function timeline(record: CaseRecord, map: ChangeMap | undefined, traceId: string): Element {
  const { cuts, resumes } = record;
  const later = [...cuts.slice(1), undefined];
  const firstWidth = width - 2 * left - later.length * (laterWidth + gap);
  const [first] = cuts;
  const label = `Timeline of ${record.id}`;
  return h(
    "div.scroll",
    { tabIndex: 0, role: "group", ariaLabel: label },
    s(
      "svg.chart.timeline",
      { viewBox: `0 0 ${width} ${height}`, role: "img", ariaLabel: label },
      first === undefined ? undefined : firstRun(first, map, traceId, firstWidth),
      later.map((cut, index) => {
        const x = left + firstWidth + gap + index * (laterWidth + gap);
        return cut === undefined ? lastResume(resumes, record.verdict, x) : crashedResume(cut, x);
      }),
    ),
  );
}

function firstRun(
  cut: CutRecord,
  map: ChangeMap | undefined,
  traceId: string,
  runWidth: number,
): Element {
  const changeCount = map === undefined ? 0 : changeCountOf(map);
  const whole = Math.max(1, changeCount, cut.ofWrites, cut.write + Math.sign(cut.bytes));
  const x = scaleLinear([0, whole], [left, left + runWidth]);
  const at = x(cut.write + (cut.bytes > 0 ? 0.5 : 0));
  return s(
    "g",
    s("rect.lane", { x: left, y: lane.top, width: runWidth, height: lane.height }),
    changeCount === 0
      ? undefined
      : s("use", {
          href: `#${traceId}`,
          transform: `translate(${left} ${lane.top}) scale(${(x(changeCount) - left) / traceWidth} 1)`,
        }),
    s("rect.unreached", {
      ...{ x: round(at), y: lane.top },
      ...{ width: round(left + runWidth - at), height: lane.height },
    }),
    s("text", { x: left, y: lane.top - 14 }, `the run, ${number(whole)} writes when not cut`),
    crashMark(cut, at, left + runWidth),
  );
}

function crashedResume(cut: CutRecord, x: number): Element {
  const part = cut.ofWrites > 0 ? Math.min(1, cut.write / cut.ofWrites) : 0.5;
  const at = x + part * laterWidth;
  return s(
    "g",
    arrow(x),
    s("rect.lane", { x, y: lane.top, width: laterWidth, height: lane.height }),
    s("rect.reached", { x, y: lane.top, width: round(at - x), height: lane.height }),
    s("text", { x, y: lane.top - 14 }, "a resume"),
    crashMark(cut, at, x + laterWidth),
  );
}

function lastResume(resumes: number, verdict: CaseRecord["verdict"], x: number): Element {
  const name = resumes === 0 ? "not resumed" : resumes === 1 ? "1 resume" : `${resumes} resumes`;
  const place = { x, y: lane.top, width: laterWidth, height: lane.height };
  return s(
    "g",
    arrow(x),
    s("rect", { className: ["end", verdict], ...place }),
    s("text", { x, y: lane.top - 14 }, name),
    s("text", { x, y: lane.top + lane.height + 18 }, verdict),
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

/** The crash as ids write it. */
export function crashWord({ point }: CutRecord): string {
  return formatCut(point);
}
