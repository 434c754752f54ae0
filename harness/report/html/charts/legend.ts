import { h, s, type Element } from "../nodes.js";

/** What a colour of a chart stands for. */
export interface LegendItem {
  readonly className: string;
  readonly name: string;
}

/** The colours of a chart by their names. */
export function legend(items: readonly LegendItem[]): Element {
  return h(
    "ul.legend",
    items.map(({ className, name }) =>
      h("li", [
        s(
          "svg",
          { viewBox: "0 0 12 12", ariaHidden: "true" },
          s("rect", { className: [className], width: 12, height: 12, rx: 2 }),
        ),
        name,
      ]),
    ),
  );
}
