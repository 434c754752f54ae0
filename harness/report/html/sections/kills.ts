import type { CaseRecord, CutRecord } from "../../../store/records.js";
import { barChart, type Bar } from "../charts/bars.js";
import { figure } from "../charts/figure.js";
import { legend } from "../charts/legend.js";
import type { Chapter } from "../chapter.js";
import { h, type Element } from "../nodes.js";
import { number } from "../words.js";
import { toneNames, toneOf, tones, type Tone } from "../tone.js";

/** So many bars; how many more there are is said. */
const [mostSteps, mostRegions] = [30, 20];

type Counts = Record<Tone, number>;

/** Crashes that landed, by step and by what they came after, each with its case's verdict. */
export function killsSection({ id, cases, run, runs }: Chapter): Element {
  const landed = cases.flatMap((record) =>
    record.cuts.filter((cut) => cut.landed === "landed").map((cut) => ({ record, cut })),
  );
  const bySteps = countBy(landed, ({ step }) => step, run.steps);
  const byRegions = countBy(landed, ({ region }) => (region === "" ? "no region" : region), []);
  const regions = new Map([...byRegions].sort(([, one], [, other]) => sum(other) - sum(one)));
  const name = `${id}-kills`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Crashes"),
    h("p.about", landedText(cases, runs.length)),
    landed.length === 0
      ? undefined
      : [
          legend(tones.map((tone) => ({ className: tone, name: toneNames[tone] }))),
          chartOf(`${name}-steps`, "Crashes by step", "step", bySteps, mostSteps),
          chartOf(`${name}-regions`, "Crashes by region", "region", regions, mostRegions),
        ],
  );
}

function countBy(
  landed: readonly { readonly record: CaseRecord; readonly cut: CutRecord }[],
  keyOf: (cut: CutRecord) => string,
  first: readonly string[],
): Map<string, Counts> {
  const none = (): Counts => ({ violated: 0, known: 0, undecided: 0, held: 0 });
  const counts = new Map(first.map((key) => [key, none()]));
  for (const { record, cut } of landed) {
    const key = keyOf(cut);
    const some = counts.get(key) ?? none();
    counts.set(key, some);
    some[toneOf(record)] += 1;
  }
  return counts;
}

function chartOf(
  id: string,
  title: string,
  heading: string,
  counts: ReadonlyMap<string, Counts>,
  mostBars: number,
): Element {
  const more = counts.size - mostBars;
  const bars = [...counts].slice(0, mostBars).map(([name, some]): Bar => ({
    name,
    parts: tones.map((tone) => ({ className: tone, name: toneNames[tone], value: some[tone] })),
  }));
  const rows = [...counts].map(([name, some]) => [
    name,
    sum(some),
    ...tones.map((tone) => some[tone]),
  ]);
  return figure({ id, title }, [barChart(id, bars)], {
    headings: [heading, "crashes", ...tones.map((tone) => toneNames[tone])],
    rows: rows.slice(0, 500),
    note: more > 0 ? `The picture has the first ${mostBars} of ${counts.size}.` : undefined,
  });
}

function landedText(cases: readonly CaseRecord[], runCount: number): string {
  const cuts = cases.flatMap((each) => each.cuts);
  const count = (name: CutRecord["landed"]) => cuts.filter(({ landed }) => landed === name).length;
  const same = cases.filter(({ sameAs }) => sameAs !== undefined).length;
  const others = (["early", "late", "missed"] as const).map((name) => `${count(name)} ${name}`);
  const words = [
    `${number(count("landed"))} of ${number(cuts.length)} crashes landed where they were sent ` +
      `(${others.join(", ")}).`,
    ...(same === 0 ? [] : [`${number(same)} left what one before had left: not resumed again.`]),
    ...(runCount > 1 ? [`All ${runCount} runs together.`] : []),
  ];
  return words.join(" ");
}

function sum(counts: Counts): number {
  return tones.reduce((all, tone) => all + counts[tone], 0);
}
