import {
  siteName,
  siteNumbers,
  type SiteMap,
  type SitesFound,
} from "../../../model/sites/call-site.js";
import type { CaseRecord } from "../../../store/records.js";
import { siteTotals } from "../../where/where-section.js";
import { tableOf } from "../charts/figure.js";
import { h, type Element } from "../nodes.js";

const mostSites = 200;

/** The places in the target's code that change the medium, and at which of them a crash was. */
export function callSitesPart(
  sites: SitesFound | undefined,
  cases: readonly CaseRecord[],
  tried: ReadonlySet<number>,
): Element[] {
  if (sites === undefined) return [];
  const lines = siteTotals(sites, cases).map((line) => h("li", line));
  const list = [h("h3", "Call sites"), h("ul.plan", lines)];
  if (sites.kind === "not found") return list;
  return [...list, h("details.data", h("summary", "Table: call sites"), siteTable(sites, tried))];
}

function siteTable(map: SiteMap, tried: ReadonlySet<number>): Element {
  const counts = map.sites.map(() => ({ all: 0, tried: 0 }));
  for (const [index, site] of siteNumbers(map).entries()) {
    const count = site === undefined ? undefined : counts[site - 1];
    if (count === undefined) continue;
    count.all += 1;
    if (tried.has(index + 1)) count.tried += 1;
  }
  const more = map.sites.length - mostSites;
  return tableOf("call sites", {
    headings: ["call site", "changes", "crashed at"],
    rows: map.sites.slice(0, mostSites).map((site, index) => {
      const { all, tried: hit } = counts[index] ?? { all: 0, tried: 0 };
      return [`${site.number}. ${siteName(site)}`, all, hit];
    }),
    note: more > 0 ? `And ${more} more.` : undefined,
  });
}
