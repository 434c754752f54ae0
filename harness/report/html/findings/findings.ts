import { findingGroups, type FindingGroup } from "../../brief/finding-groups.js";
import type { Chapter } from "../chapter.js";
import { tableOf } from "../charts/figure.js";
import { undecidedCases } from "./undecided.js";
import { areaColours } from "../charts/map/colours.js";
import { drawTrace } from "../charts/trace.js";
import { h, type Content, type Element } from "../nodes.js";
import { findingCard } from "./finding.js";
import { counted } from "../words.js";

/** So many kinds are told in full, and so many in a line each. */
const [mostCards, mostRows] = [25, 200];

/** What is wrong, each kind once, the worst first; then what is known. */
export function findingsSection(chapter: Chapter): Element {
  const { id, cases, uncrashed, failures, map } = chapter;
  const groups = findingGroups(cases, uncrashed, failures);
  const fresh = groups.filter(({ known }) => !known);
  const known = groups.filter((group) => group.known);
  const trace = map && drawTrace(`${id}-trace`, map, areaColours(map));
  const cards = (some: readonly FindingGroup[], name: string): Element[] =>
    some
      .slice(0, mostCards)
      .map((group, index) => findingCard(group, `${id}-${name}-${index + 1}`, chapter, trace));
  return h(
    "section",
    { id: `${id}-findings`, ariaLabelledBy: `${id}-findings-title` },
    h("h2", { id: `${id}-findings-title` }, "Findings"),
    trace?.drawing,
    fresh.length === 0
      ? h("p.nothing", nothingText(cases.length))
      : h("p.about", `${counted(fresh.length, "kind")} of findings, the worst first.`),
    cards(fresh, "finding"),
    others(fresh.slice(mostCards)),
    undecidedCases(cases),
    known.length === 0
      ? undefined
      : h(
          "details.known",
          h("summary", `Known: ${counted(known.length, "kind")} of findings`),
          cards(known, "known"),
          others(known.slice(mostCards)),
        ),
  );
}

function nothingText(caseCount: number): string {
  return caseCount === 0 ? "No case was run." : "Nothing is wrong that is not known.";
}

function others(groups: readonly FindingGroup[]): Content {
  if (groups.length === 0) return undefined;
  const more = groups.length - mostRows;
  const rows = groups
    .slice(0, mostRows)
    .map(({ fault, cases }) => [
      ...[fault.class, fault.place, fault.checker],
      ...[cases.length, cases[0]?.id ?? "without a crash"],
    ]);
  return h(
    "details",
    h("summary", `${counted(groups.length, "more kind")} of findings`),
    tableOf("more kinds of findings", {
      headings: ["class", "place", "seen by", "cases", "first"],
      rows,
      note: more > 0 ? `And ${counted(more, "more kind")}: see cases.jsonl.` : undefined,
    }),
  );
}
