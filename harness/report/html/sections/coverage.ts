import type { ChangeMap } from "../../../model/map/change-map.js";
import type { PlanRecord } from "../../../store/golden-record.js";
import type { CaseRecord } from "../../../store/records.js";
import { planBrief } from "../../point-plan.js";
import { barChart, type Bar } from "../charts/bars.js";
import { figure, tableOf } from "../charts/figure.js";
import { legend } from "../charts/legend.js";
import type { Chapter } from "../chapter.js";
import { crashedWrite } from "../crash-place.js";
import { h, type Element } from "../nodes.js";
import { callSitesPart } from "./call-sites.js";

const parts = [
  { className: "tried", name: "crashed there" },
  { className: "untried", name: "not crashed there" },
] as const;

const [mostSteps, mostRows] = [30, 500];

/** Which crash points were run, and what became of the others. */
export function coverageSection({ id, cases, map, golden, sites }: Chapter): Element | undefined {
  const name = `${id}-coverage`;
  const chart = map === undefined || map.rows.length === 0 ? [] : chartOf(name, map, cases);
  const plan = golden === undefined ? [] : planOf(golden.plan);
  const places = callSitesPart(sites, cases, triedWrites(cases));
  if (chart.length + plan.length + places.length === 0) return undefined;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Coverage"),
    chart,
    plan,
    places,
  );
}

function chartOf(name: string, map: ChangeMap, cases: readonly CaseRecord[]): Element[] {
  const rows = coverage(map, cases);
  const bars = rows.slice(0, mostSteps).map(({ step, tried, all }): Bar => ({
    name: step,
    parts: parts.map((part, index) => ({ ...part, value: index === 0 ? tried : all - tried })),
    text: `${tried.toLocaleString("en")} of ${all.toLocaleString("en")}`,
  }));
  return [
    legend(parts),
    figure(
      {
        ...{ id: name, title: "Writes at which a crash was tried" },
        about: "After the write or inside of it, as the first crash of a case.",
      },
      [barChart(name, bars)],
      {
        headings: ["step", "writes", "crashed there", "not crashed there"],
        rows: rows.map(({ step, tried, all }) => [step, all, tried, all - tried]),
        note: rows.length > mostSteps ? `The picture has the first ${mostSteps}.` : undefined,
      },
    ),
  ];
}

/** What was planned, what like writes stand for, and what was left out. */
function planOf(plan: PlanRecord): Element[] {
  const lines = planBrief(plan);
  if (lines.length === 0) return [];
  const list = h(
    "ul.plan",
    lines.map((line) => h("li", line)),
  );
  if (plan.kind !== "changes") return [h("h3", "The plan"), list];
  const more = plan.rows.length - mostRows;
  const table = tableOf("crash points planned", {
    headings: ["step", "region", "crashed at", "of writes", "stood for by others"],
    rows: plan.rows
      .slice(0, mostRows)
      .map(({ step, region, chosen, all }) => [step, region, chosen, all, all - chosen]),
    note: more > 0 ? `And ${more} more rows.` : undefined,
  });
  return [
    h("h3", "The plan"),
    list,
    h("details.data", h("summary", "Table: crash points by step and region"), table),
  ];
}

interface StepCoverage {
  readonly step: string;
  readonly tried: number;
  readonly all: number;
}

function coverage({ rows, steps }: ChangeMap, cases: readonly CaseRecord[]): StepCoverage[] {
  const tried = [...triedWrites(cases)].sort((one, other) => one - other);
  const counts = steps.map((step) => ({ step, tried: 0, all: 0 }));
  let [first, next] = [1, 0];
  for (const { count, step } of rows) {
    const some = counts[step];
    if (some === undefined) continue;
    some.all += count;
    for (; next < tried.length && (tried[next] ?? 0) < first + count; next += 1) some.tried += 1;
    first += count;
  }
  return counts;
}

/** Numbers of the writes that a first crash came after, or into. */
function triedWrites(cases: readonly CaseRecord[]): Set<number> {
  const numbers = new Set<number>();
  for (const { cuts } of cases) {
    const [cut] = cuts;
    if (cut?.landed !== "landed") continue;
    const number = crashedWrite(cut);
    if (number > 0) numbers.add(number);
  }
  return numbers;
}
