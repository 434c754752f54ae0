import { h, type Content, type Element } from "../nodes.js";

/** What a chart shows, as rows: for who can't see it, and to copy from. */
export interface DataTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What was left out of it, and why. */
  readonly note?: string | undefined;
}

/** A chart under its heading, with its data in a table to open. */
export function figure(
  { id, title, about }: { readonly id: string; readonly title: string; readonly about?: string },
  chart: Content[],
  data: DataTable,
): Element {
  return h(
    "figure",
    { ariaLabelledBy: `${id}-title` },
    h(
      "figcaption",
      h("h3", { id: `${id}-title` }, title),
      about === undefined ? undefined : h("p.about", about),
    ),
    chart,
    h("details.data", h("summary", `Table: ${title}`), tableOf(title, data)),
  );
}

/** A table that can be scrolled by keyboard where it is too wide. Numbers stand to the right. */
export function tableOf(name: string, { headings, rows, note }: DataTable): Element {
  const isNumber = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"),
  );
  const cell = (content: string | number, column: number): Element => {
    const shown = typeof content === "number" ? content.toLocaleString("en") : content;
    const className = isNumber[column] === true ? ["number"] : [];
    return column === 0
      ? h("th", { scope: "row", className }, shown)
      : h("td", { className }, shown);
  };
  const head = headings.map((heading, column) =>
    h("th", { scope: "col", className: isNumber[column] === true ? ["number"] : [] }, heading),
  );
  return h(
    "div.scroll",
    { tabIndex: 0, role: "region", ariaLabel: `Table: ${name}` },
    h(
      "table",
      h("thead", h("tr", head)),
      h(
        "tbody",
        rows.map((row) => h("tr", row.map(cell))),
      ),
    ),
    note === undefined ? undefined : h("p.about", note),
  );
}
