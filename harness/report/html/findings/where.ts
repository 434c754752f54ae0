import type { SitesFound } from "../../../model/sites/call-site.js";
import type { CutRecord } from "../../../store/records.js";
import { whereLine, whereLines } from "../../where/where-text.js";
import { h, type Content } from "../nodes.js";

/** Which code made the changes around a crash: in a line, and with its stacks. */
export function whereInSource(cut: CutRecord | undefined, sites: SitesFound | undefined): Content {
  if (cut === undefined || sites?.kind !== "found") return undefined;
  return h(
    "details.where",
    h("summary", `Where in the source: ${whereLine(sites, cut)}`),
    h("pre", { tabIndex: 0 }, whereLines(sites, cut).join("\n")),
  );
}
