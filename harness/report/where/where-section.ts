import kleur from "kleur";
import { formatCut } from "../../model/cut-text.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import type { CaseRecord, CutRecord } from "../../store/records.js";
import { findingGroups } from "../brief/finding-groups.js";
import { coverageText, notFoundText, whereLines } from "./where-text.js";

/** So many kinds of findings are shown with their stacks. */
const mostKinds = 10;

/** Which code made the changes around the first crash of each kind of finding, worst first. */
export function whereSection(
  sites: SitesFound | undefined,
  cases: readonly CaseRecord[],
): string[] {
  if (sites === undefined) return [];
  const heading = ["", kleur.bold("Where in the source")];
  if (sites.kind === "not found") return [...heading, notFoundText(sites)];
  const kinds = findingGroups(cases, [], []).slice(0, mostKinds);
  return [
    ...heading,
    ...siteTotals(sites, cases),
    ...kinds.flatMap(({ fault, known, cases: [first] }) => {
      const cut = first?.cuts[0];
      if (cut === undefined) return [];
      const what = `${fault.class}, ${fault.place}${known ? ", known" : ""}`;
      const lines = whereLines(sites, cut).map((line) => `  ${line}`);
      return [`${what}, first at ${formatCut(cut.point)}:`, ...lines];
    }),
  ];
}

/** How many places in the code there are, at how many a crash was tried, and what is missing. */
export function siteTotals(sites: SitesFound, cases: readonly CaseRecord[]): string[] {
  if (sites.kind === "not found") return [notFoundText(sites)];
  const tried = cases.flatMap(({ cuts }) => cuts.slice(0, 1).filter(hasLanded));
  return [coverageText(sites, tried, "a crash was tried at"), ...sites.notes];
}

function hasLanded({ landed }: CutRecord): boolean {
  return landed === "landed";
}
