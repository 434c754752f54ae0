import { landedIn } from "../words.js";
import type { WorkShown } from "./parity-outcome.js";

/** What a row must show besides its verdict. */
export type AskedToShow =
  /** Of a replay: what a line of the layout must match, after each crash and at the end. */
  | { readonly layouts: readonly string[] }
  /** Of many cases: partitions that a kill has found being copied into. */
  | { readonly destinations: readonly string[] };

/** Whether it was shown. */
export function isShown(asked: AskedToShow, shown: WorkShown): boolean {
  if ("layouts" in asked) {
    const layouts = shown.kind === "replay" ? (shown.result.story?.layouts ?? []) : [];
    return asked.layouts.every((pattern, index) => {
      const line = new RegExp(pattern);
      return layouts[index]?.some((each) => line.test(each)) === true;
    });
  }
  const cuts = shown.kind === "cases" ? landedIn(shown.result.records) : [];
  const states = cuts.flatMap(({ disk }) => disk?.destinations ?? []);
  return asked.destinations.every((name) => states.some(({ partition }) => partition === name));
}

/** What was to be shown, in words. */
export function askedWords(asked: AskedToShow): string {
  if ("destinations" in asked) return `copies into ${asked.destinations.join(", ")}`;
  return `layouts with ${asked.layouts.map((pattern) => `/${pattern}/`).join(", then ")}`;
}
