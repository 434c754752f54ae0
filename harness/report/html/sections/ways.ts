import { wayCounts } from "../../tables/ways-table.js";
import type { Chapter } from "../chapter.js";
import { tableOf } from "../charts/figure.js";
import { h, type Element } from "../nodes.js";

/** Which way out of a crash works, where several were tried. */
export function waysSection({ id, cases }: Chapter): Element | undefined {
  const ways = wayCounts(cases);
  if (ways.length < 2) return undefined;
  const name = `${id}-ways`;
  return h(
    "section",
    { id: name, ariaLabelledBy: `${name}-title` },
    h("h2", { id: `${name}-title` }, "Ways out"),
    h("p.about", "What a user can do after a crash, and how often it works."),
    tableOf("ways out", {
      headings: ["way out", "works", "does not", "not known", "how it ends then", "first at"],
      rows: ways.map((way) => [way.name, way.good, way.bad, way.open, way.ends, way.first]),
    }),
  );
}
