import kleur from "kleur";
import { formatCut } from "../../model/cut-text.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import { whereLine } from "../where/where-text.js";
import { counted, wrap } from "../words.js";
import type { FindingGroup, SeenIn } from "./finding-groups.js";

const mostPlaces = 4;
const indent = "    ";

/**
 * One kind of finding in a few lines of at most `columns`: what, how often and where, what it
 * needs, where in the source the first of it is, its first id and its smallest.
 */
export function groupLines(
  group: FindingGroup,
  columns: number,
  sites: SitesFound | undefined,
): string[] {
  const { failure, cases } = group;
  const first = cases[0]?.id;
  const smallest = failure?.smallest;
  const own = first === undefined ? [] : [`${indent}first: ${first}`];
  const ids =
    smallest === undefined || smallest.id === first
      ? own
      : [...own, `${indent}smallest: ${smallest.id}`];
  return [
    ...headLines(group, columns),
    ...firstLines(wrap(messageOf(group), indent, columns), 3),
    ...(group.seenIn.length === 0
      ? []
      : firstLines(wrap(`in ${placesText(group.seenIn)}`, indent, columns), 2)),
    ...(smallest === undefined
      ? []
      : firstLines(wrap(`needs ${smallest.needs}`, indent, columns), 2)),
    ...siteLines(group, columns, sites),
    ...ids,
  ];
}

function siteLines(
  { cases }: FindingGroup,
  columns: number,
  sites: SitesFound | undefined,
): string[] {
  const cut = cases[0]?.cuts[0];
  if (cut === undefined || sites?.kind !== "found") return [];
  return firstLines(wrap(whereLine(sites, cut), indent, columns), 3);
}

function headLines({ fault, known, cases }: FindingGroup, columns: number): string[] {
  const paint = known ? kleur.yellow : kleur.red;
  const at = cases[0]?.cuts.map(({ point }) => formatCut(point)).join(", ") ?? "";
  const count =
    cases.length === 0 ? "without a crash" : `${counted(cases.length, "case")}, first at ${at}`;
  const what = `${fault.class}, ${fault.place}, seen by ${fault.checker}`;
  const text = `${what}${known ? ", known" : ""}: ${count}`;
  return [paint(wrap(text, "  ", columns))];
}

function messageOf({ fault, wordingCount }: FindingGroup): string {
  const others = wordingCount - 1;
  return others === 0
    ? fault.message
    : `${fault.message} (and ${counted(others, "other wording")})`;
}

/** `copyData: P3: superblock 5, P3: data 2; updatePartitions: primary header 1`. */
function placesText(places: readonly SeenIn[]): string {
  const steps = new Set(places.map(({ step }) => step));
  const shown = places.slice(0, mostPlaces).map(({ step, region, count }) => {
    const where = region === "" ? "no region" : region;
    return `${steps.size > 1 ? `${step}, ` : ""}${where} ${count}`;
  });
  const more = places.length - mostPlaces;
  return [...shown, ...(more > 0 ? [counted(more, "more region")] : [])].join("; ");
}

function firstLines(text: string, count: number): string[] {
  const lines = text.split("\n");
  if (lines.length <= count) return lines;
  return [...lines.slice(0, count - 1), `${lines[count - 1] ?? ""} ...`];
}
