import { formatCaseId } from "../../../model/case-id.js";
import { classTable } from "../../../model/findings/finding-classes.js";
import type { RunJson } from "../../../store/records.js";
import type { FindingGroup } from "../../brief/finding-groups.js";
import { replayLine } from "../../replay-line.js";
import type { Chapter } from "../chapter.js";
import { timeline } from "../charts/timeline.js";
import type { DrawnTrace } from "../charts/trace.js";
import { commandBox } from "../copied.js";
import { h, type Content, type Element } from "../nodes.js";
import { excerptTables } from "./excerpts.js";
import { story } from "./story.js";
import { whereInSource } from "./where.js";
import { counted } from "../words.js";

const [mostIds, mostPlaces] = [20, 12];

/** One kind of finding: what, how often, what it needs, how it came, and how to see it again. */
export function findingCard(
  group: FindingGroup,
  id: string,
  { map, run, sites }: Pick<Chapter, "map" | "run" | "sites">,
  trace: DrawnTrace | undefined,
): Element {
  const { fault, known, cases, failure } = group;
  const shown = failure?.record ?? cases[0];
  return h(
    "article.finding",
    { id, className: [known ? "known" : "fresh"], tabIndex: -1, ariaLabelledBy: `${id}-title` },
    h(
      "h3",
      { id: `${id}-title` },
      h("span.class", fault.class),
      h("span.place", fault.place),
      h("span.count", cases.length === 0 ? "without a crash" : counted(cases.length, "case")),
    ),
    h("p.about", `${meaningOf(fault.class)}. Seen by ${fault.checker}${known ? "; known" : ""}.`),
    h("p.message", fault.message, wordings(group)),
    failure?.smallest === undefined
      ? undefined
      : h("p.needs", h("strong", "What it needs: "), failure.smallest.needs),
    placesOf(group),
    shown === undefined ? undefined : timeline(shown, trace),
    shown === undefined ? undefined : story(shown, map),
    whereInSource(shown?.cuts[0], sites),
    excerptTables(failure?.excerpts ?? []),
    commandBox(failure?.replayCommand ?? replayLine(shown?.id ?? uncrashedId(run), run)),
    idsOf(group),
  );
}

/** The id of an uninterrupted run. */
function uncrashedId({ scenario, target, seed, fingerprint }: RunJson): string {
  return formatCaseId({ scenario, target, seed, cuts: [], fingerprint });
}

function meaningOf(className: string): string {
  const means = classTable.find(({ name }) => name === className)?.means ?? className;
  return means.slice(0, 1).toUpperCase() + means.slice(1);
}

function wordings({ wordingCount }: FindingGroup): string {
  return wordingCount === 1 ? "" : ` (and ${counted(wordingCount - 1, "other wording")})`;
}

/** Steps and regions in which the crashes were. */
function placesOf({ seenIn }: FindingGroup): Content {
  if (seenIn.length === 0) return undefined;
  const more = seenIn.length - mostPlaces;
  const items = seenIn.slice(0, mostPlaces).map(({ step, region, count }) => {
    const where = region === "" ? "no region" : region;
    return h("li", `${step} › ${where}`, h("b", ` ${count}`));
  });
  return h(
    "ul.places",
    { ariaLabel: "Where the crashes were" },
    items,
    more > 0 ? h("li", `and ${more} more`) : undefined,
  );
}

function idsOf({ cases }: FindingGroup): Content {
  if (cases.length < 2) return undefined;
  const more = cases.length - mostIds;
  return h(
    "details",
    h("summary", `Ids of the ${counted(cases.length, "case")}`),
    h(
      "ul.ids",
      cases.slice(0, mostIds).map((each) => h("li", h("code", each.id))),
      more > 0 ? h("li", `and ${more} more, in cases.jsonl`) : undefined,
    ),
  );
}
