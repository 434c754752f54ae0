import { counted } from "../../words.js";
import type { Chapter } from "../chapter.js";
import { wholeBar } from "../charts/bars.js";
import { tableOf } from "../charts/figure.js";
import { h, type Content, type Element } from "../nodes.js";
import { countTones, toneNames, tones, type ToneCounts } from "../tone.js";
import { verdictOf, type ChapterVerdict } from "../verdict.js";
import { number } from "../words.js";

/** The verdict, in a word and in a sentence, with the totals. */
export function headSection(chapter: Chapter): Element {
  const { id, cases, runs, golden, notices } = chapter;
  const counts = countTones(cases);
  const verdict = verdictOf(chapter);
  const [run] = runs;
  return h(
    "header.chapter",
    { id },
    h("h1", `${run?.scenario ?? ""} `, h("span", `on ${run?.target ?? ""}`)),
    h("p.when", whenText(chapter)),
    h(
      "div.verdict",
      { className: [verdict.kind] },
      h("strong", verdict.kind),
      h("p", sentenceOf(verdict, chapter, counts)),
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
      : h(
          "details.work",
          h("summary", "What uninterrupted runs do"),
          h(
            "ul",
            golden.work.map((line) => h("li", line)),
          ),
        ),
    notices.length === 0
      ? undefined
      : h(
          "aside.notices",
          { ariaLabel: "Notices" },
          h("h2", "Notices"),
          h(
            "ul",
            notices.map((text) => h("li", text)),
          ),
        ),
  );
}

function whenText({ runs }: Chapter): string {
  const [first] = runs;
  if (first === undefined) return "";
  const words = [first.command, `seed ${first.seed}`, first.startedAt.replace("T", " ")];
  return [...words, ...(runs.length > 1 ? [`and ${runs.length - 1} more runs`] : [])].join(" · ");
}

function sentenceOf({ reasons }: ChapterVerdict, { cases }: Chapter, counts: ToneCounts): string {
  const share = counts.violated + counts.undecided;
  const of = `${counted(cases.length, "case")} run`;
  if (reasons.length > 0) return `${reasons.join("; ")}. ${of}.`;
  return share === 0 ? `Nothing that is not known went wrong. ${of}.` : `${of}.`;
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
