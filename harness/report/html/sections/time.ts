import type { CaseRecord } from "../../../store/records.js";
import { clockTime } from "../../words.js";
import { barChart, type Bar } from "../charts/bars.js";
import { figure } from "../charts/figure.js";
import { legend } from "../charts/legend.js";
import type { Chapter } from "../chapter.js";
import { h, type Element } from "../nodes.js";

const parts = [
  { className: "time-1", name: "target", of: (each: CaseRecord) => each.targetMs },
  { className: "time-2", name: "checks", of: (each: CaseRecord) => each.checksMs },
  { className: "time-3", name: "harness", of: (each: CaseRecord) => each.harnessMs },
] as const;

/** What the time of the workers went into, by crash model. */
export function timeSection({ id, cases }: Chapter): Element | undefined {
  if (cases.length === 0) return undefined;
  const models = [...new Set(cases.map(({ model }) => model))];
  const groups = [
    { name: "all cases", some: cases },
    ...(models.length > 1
      ? models.map((model) => ({ name: model, some: cases.filter((each) => each.model === model) }))
      : []),
  ];
  const bars = groups.map(({ name, some }): Bar => {
    const values = parts.map(({ className, name: part, of }) => {
      const value = some.reduce((sum, each) => sum + of(each), 0) / 1000;
      return { className, name: `s ${part}`, value: Math.round(value * 10) / 10 };
    });
    const sum = values.reduce((all, { value }) => all + value, 0);
    return { name, parts: values, text: clockTime(sum * 1000) };
  });
  const name = `${id}-time`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Time"),
    legend(parts),
    figure(
      { id: name, title: "Time that cases took", about: "Of all workers together." },
      [barChart(name, bars)],
      {
        headings: ["cases", ...parts.map((part) => `${part.name} (s)`), "a case (ms)"],
        rows: groups.map(({ name: group, some }, index) => {
          const values = bars[index]?.parts.map(({ value }) => value) ?? [];
          const sum = values.reduce((all, value) => all + value, 0);
          return [group, ...values, Math.round((sum * 1000) / Math.max(1, some.length))];
        }),
      },
    ),
  );
}
