import kleur from "kleur";
import type { Fault } from "../model/verdict.js";
import { printable } from "./printable.js";
import { counted, wrap } from "./words.js";

/** What was found anew, and what is not found any more. */
export interface ChangeShown {
  readonly came: readonly Fault[];
  readonly went: readonly Fault[];
}

/** A case that was judged again, as far as it is told. */
export type RecheckedShown = { readonly id: string } & (
  | { readonly verdict: "judged"; readonly change: ChangeShown; readonly hasEnd: boolean }
  | { readonly verdict: "undecided"; readonly reason: string }
);

/** A run that was judged again, as far as it is told. */
export interface RecheckShown {
  readonly cases: readonly RecheckedShown[];
  readonly golden: ChangeShown;
  readonly notKeptCount: number;
}

/** Cases that are told of; how many more there are is said. */
const mostCases = 10;

/** What has changed in a run that was judged again, and of what nothing can be said. */
export function recheckText({ cases, golden, notKeptCount }: RecheckShown): string {
  const judged = cases.filter((each) => each.verdict === "judged");
  const changed = judged.filter(({ change }) => isChanged(change));
  const undecided = cases.filter((each) => each.verdict === "undecided");
  const endless = judged.filter(({ hasEnd }) => !hasEnd).length;
  return [
    `${counted(judged.length, "case")} judged again: ` +
      `${judged.length - changed.length} as before, ${changed.length} otherwise`,
    ...(isChanged(golden) ? ["without a crash", ...changeLines(golden)] : []),
    ...changed.slice(0, mostCases).flatMap(({ id, change }) => [id, ...changeLines(change)]),
    ...more(changed.length),
    ...undecided
      .slice(0, mostCases)
      .map(({ id, reason }) => kleur.yellow(wrap(`undecided: ${id}: ${printable(reason)}`, ""))),
    ...more(undecided.length),
    ...(endless === 0
      ? []
      : [`${counted(endless, "case")} of them at the crash alone: nothing is stored of an end`]),
    ...(notKeptCount === 0
      ? []
      : [`${counted(notKeptCount, "case")} not judged again: no evidence of them is kept`]),
    wrap("What a run alone tells (exits, time, scratch, your own checks) stays as it was.", ""),
  ].join("\n");
}

export function isChanged({ came, went }: ChangeShown): boolean {
  return came.length + went.length > 0;
}

function more(count: number): string[] {
  return count > mostCases ? [`and ${counted(count - mostCases, "more case")}`] : [];
}

function changeLines({ came, went }: ChangeShown): string[] {
  return [
    ...came.map((fault) => kleur.red(wrap(`came: ${textOf(fault)}`, "  "))),
    ...went.map((fault) => kleur.green(wrap(`went: ${textOf(fault)}`, "  "))),
  ];
}

function textOf({ class: className, place, checker, message }: Fault): string {
  return printable(`${className}, ${place}, seen by ${checker}: ${message.split("\n")[0] ?? ""}`);
}
