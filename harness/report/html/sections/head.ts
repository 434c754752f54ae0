import { clockTime } from "../../words.js";
import type { Chapter } from "../chapter.js";
import { wholeBar } from "../charts/bars.js";
import { tableOf } from "../charts/figure.js";
import { h, type Content, type Element } from "../nodes.js";
import { countTones, toneNames, tones, type ToneCounts } from "../tone.js";
import { verdictOf, type ChapterVerdict } from "../verdict.js";
import { counted, number } from "../words.js";

/** The verdict, in a word and in a sentence, with the totals. */
export function headSection(chapter: Chapter): Element {
  const { id, run, cases, golden, notices } = chapter;
  const counts = countTones(cases);
  const verdict = verdictOf(chapter);
  return h(
    "header.chapter",
    { id },
    h("h1", `${run.scenario} `, h("span", `on ${run.target}`)),
    h("p.said-of-it", run.about),
    h("p.when", whenText(chapter)),
    h(
      "div.verdict",
      { className: [verdict.kind] },
      h("strong", verdict.kind),
      h("p", sentenceOf(verdict, chapter)),
    ),
    tiles(counts),
    cases.length === 0
      ? undefined
      : wholeBar(
          tones.map((tone) => `${number(counts[tone])} ${toneNames[tone]}`).join(", "),
          tones.map((tone) => ({ className: tone, name: toneNames[tone], value: counts[tone] })),
        ),
    modelsOf(chapter),
    golden === undefined || golden.work.length === 0
      ? undefined
      : listOf("details.work", "What uninterrupted runs do", golden.work),
    notices.length === 0
      ? undefined
      : listOf("details.notices", counted(notices.length, "notice"), notices, { open: true }),
  );
}

/** So many lines; how many more there are is said. */
const mostLines = 40;

function listOf(
  selector: string,
  title: string,
  texts: readonly string[],
  properties: { readonly open?: true } = {},
): Element {
  const more = texts.length - mostLines;
  return h(
    selector,
    properties,
    h("summary", title),
    h(
      "ul",
      texts.slice(0, mostLines).map((line) => h("li", line)),
      more > 0 ? h("li", `and ${number(more)} more`) : undefined,
    ),
  );
}

/** `explore · seed 1 · 2026-11-28 04:25:44 · 1:20`; of several runs the first, and how many. */
function whenText({ run, runs }: Chapter): string {
  const elapsedMs = runs.reduce((sum, { end }) => sum + (end?.elapsedMs ?? 0), 0);
  const words = [
    run.command,
    `seed ${run.seed}`,
    run.startedAt.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC"),
    ...(elapsedMs > 0 ? [`${clockTime(elapsedMs)} in all`] : []),
    ...(runs.length > 1 ? [`and ${counted(runs.length - 1, "more run")}`] : []),
  ];
  return words.join(" · ");
}

function sentenceOf({ reasons }: ChapterVerdict, { cases, runs }: Chapter): string {
  const planned = runs.map(({ end }) => end?.planned);
  const all = planned.reduce<number | undefined>(
    (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
    0,
  );
  const of =
    all === undefined || all <= cases.length
      ? `${counted(cases.length, "case")} run`
      : `${number(cases.length)} of ${counted(all, "planned case")} run`;
  const why = reasons.length > 0 ? reasons.join("; ") : "Nothing is wrong that is not known";
  return `${why.slice(0, 1).toUpperCase()}${why.slice(1)}. ${of}.`;
}

function tiles(counts: ToneCounts): Element {
  return h(
    "dl.tiles",
    tones
      .toReversed()
      .map((tone) =>
        h(
          "div",
          { className: [tone, counts[tone] === 0 ? "none" : "some"] },
          h("dt", toneNames[tone]),
          h("dd", number(counts[tone])),
        ),
      ),
  );
}

/** Crash models are never mixed: where there are several, each has its row. */
function modelsOf({ cases }: Chapter): Content {
  const models = [...new Set(cases.map(({ model }) => model))];
  if (models.length < 2) return undefined;
  const rows = models.map((model) => {
    const some = cases.filter((each) => each.model === model);
    const counts = countTones(some);
    return [model, some.length, ...tones.toReversed().map((tone) => counts[tone])];
  });
  const headings = ["model", "cases", ...tones.toReversed().map((tone) => toneNames[tone])];
  return tableOf("verdicts by crash model", { headings, rows });
}
