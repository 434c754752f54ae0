import { scaleLinear } from "d3-scale";
import { gptStateNames } from "../../seen-on-disk.js";
import type { CaseRecord } from "../../../store/records.js";
import { numberAxis, tickPath, toHalf, type Plot } from "../charts/axis.js";
import { figure } from "../charts/figure.js";
import type { Chapter } from "../chapter.js";
import { crashedAfter } from "../crash-place.js";
import { h, s, type Element } from "../nodes.js";
import { number } from "../words.js";

const noGpt = "no GPT";
const [width, laneHeight] = [960, 22];

interface Seen {
  readonly write: number;
  readonly state: string;
}

/** In which state each crash has left the partition table, over the work. */
export function gptSection({ id, cases, golden }: Chapter): Element | undefined {
  const seen = cases.flatMap(seenIn);
  if (!seen.some(({ state }) => state !== noGpt)) return undefined;
  const states = [...new Set([...gptStateNames, ...seen.map(({ state }) => state)])].filter(
    (name) => name !== noGpt || seen.some(({ state }) => state === noGpt),
  );
  const counts = states.map((name) => seen.filter(({ state }) => state === name).length);
  const last = seen.reduce((most, { write }) => Math.max(most, write), golden?.writeCount ?? 1);
  const name = `${id}-gpt`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Partition table"),
    figure(
      {
        ...{ id: name, title: "State of the GPT at each first crash" },
        about: "From left to right by the write after which it was crashed.",
      },
      [h("div.scroll", { tabIndex: 0 }, chartOf(seen, states, counts, last))],
      {
        headings: ["state", "crashes"],
        rows: states.map((state, index) => [state, counts[index] ?? 0]),
      },
    ),
  );
}

function seenIn({ cuts: [cut] }: CaseRecord): Seen[] {
  if (cut?.landed !== "landed" || cut.disk === undefined) return [];
  return [{ write: crashedAfter(cut), state: cut.disk.census.state }];
}

function chartOf(
  seen: readonly Seen[],
  states: readonly string[],
  counts: readonly number[],
  last: number,
): Element {
  const plot: Plot = { left: 140, top: 6, width: 700, height: states.length * laneHeight };
  const x = scaleLinear([0, Math.max(1, last)], [plot.left, plot.left + plot.width]);
  return s(
    "svg.chart",
    {
      viewBox: `0 0 ${width} ${plot.top + plot.height + 42}`,
      ...{ role: "img", ariaLabel: "State of the GPT at each first crash" },
    },
    states.map((state, lane) => {
      const y = plot.top + lane * laneHeight;
      const places = new Set(
        seen.filter((each) => each.state === state).map(({ write }) => toHalf(x(write))),
      );
      const d = tickPath(places, y + 4, laneHeight - 8);
      const middle = y + laneHeight / 2 + 4;
      return s("g", [
        s("path.grid", { d: `M${plot.left} ${y + laneHeight / 2}h${plot.width}` }),
        s("text", { x: plot.left - 14, y: middle, textAnchor: "end" }, state),
        s("path", { className: ["tick", stateClass(state)], d }),
        s("text.value", { x: plot.left + plot.width + 12, y: middle }, number(counts[lane] ?? 0)),
      ]);
    }),
    numberAxis(x, plot, "writes, in order"),
  );
}

/** Both copies are needed by nobody: only what no boot would find is drawn as a fault. */
function stateClass(state: string): string {
  if (state === "clean") return "gpt-good";
  return state === "both invalid" || state === "primary invalid" ? "gpt-bad" : "gpt-odd";
}
