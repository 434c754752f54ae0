import type { EndRecord } from "../../../store/end-record.js";
import { flushHeadings, flushRows } from "../../tables/flush-table.js";
import type { Chapter } from "../chapter.js";
import { tableOf } from "../charts/figure.js";
import { h, type Element } from "../nodes.js";

/** Which flushes some check misses, and where one is missing. */
export function flushSection({ id, runs }: Chapter): Element | undefined {
  const audit = runs.flatMap(({ end }): NonNullable<EndRecord["audit"]> => end?.audit ?? []);
  const missing = runs.flatMap(({ end }) => end?.missingFlushes ?? []);
  if (audit.length === 0 && missing.length === 0) return undefined;
  const name = `${id}-flushes`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Flushes"),
    audit.length === 0
      ? undefined
      : [
          h("p.about", "Each flush was dropped, one at a time, under power loss."),
          tableOf("flush audit", { headings: flushHeadings, rows: flushRows(audit) }),
        ],
    missing.length === 0
      ? undefined
      : [
          h("h3", "Places where a flush is missing"),
          h(
            "ul.missing",
            missing.map((each) => h("li", each.needs, " ", h("code", each.id))),
          ),
        ],
  );
}
