import type { Chapter } from "../chapter.js";
import { h, type Element } from "../nodes.js";
import { countTones, toneNames, tones } from "../tone.js";
import { verdictOf } from "../verdict.js";
import { number } from "../words.js";

/** All chapters in a table, with links to them. */
export function overview(chapters: readonly Chapter[]): Element {
  const headings = ["scenario and target", "verdict", "runs", "cases"];
  return h(
    "section.overview",
    h("h1", `${chapters.length} scenarios and targets`),
    h(
      "div.scroll",
      { tabIndex: 0, role: "region", ariaLabel: "Overview" },
      h(
        "table",
        h(
          "thead",
          h("tr", [
            ...headings.map((heading) => h("th", { scope: "col" }, heading)),
            ...tones.map((tone) => h("th.number", { scope: "col" }, toneNames[tone])),
          ]),
        ),
        h("tbody", chapters.map(rowOf)),
      ),
    ),
  );
}

function rowOf(chapter: Chapter): Element {
  const { id, run, runs, cases } = chapter;
  const counts = countTones(cases);
  const { kind } = verdictOf(chapter);
  const name = `${run.scenario} on ${run.target}`;
  return h("tr", [
    h("th", { scope: "row" }, h("a", { href: `#${id}` }, name)),
    h("td", h("span.pill", { className: [kind] }, kind)),
    h("td.number", number(runs.length)),
    h("td.number", number(cases.length)),
    ...tones.map((tone) => h("td.number", number(counts[tone]))),
  ]);
}
