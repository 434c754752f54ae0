import type { Sight } from "../../media/judge.js";
import { formatCut } from "../../model/cut-text.js";
import type { WritePoint } from "../../model/trace.js";
import type { CutRecord } from "../../store/records.js";

/** The record of a kill that was asked for and not made, as the run had nothing left to cut. */
export function missedCut({ sight }: Sight, step: string): CutRecord {
  const point: WritePoint = { kind: "write", writes: 0, bytes: 0 };
  const nowhere = { point, write: 0, bytes: 0, line: 0, ofWrites: 0, region: "" };
  return { ...nowhere, step, landed: "missed", ...sight };
}

/** Why fewer crashes landed than were asked for; undefined where all of them have. */
export function whyMissed(cuts: readonly CutRecord[]): string | undefined {
  const index = cuts.findIndex(({ landed }) => landed !== "landed");
  const cut = cuts[index];
  if (cut === undefined) return undefined;
  const { point } = cut;
  const what = point.kind === "interrupt" ? "interrupt" : "kill";
  if (point.kind === "interrupt" && cut.landed === "late" && cut.write >= point.writes) {
    const why = "the target had ended after the first";
    return `the second signal of ${formatCut(point)} was not sent: ${why}`;
  }
  if (cut.landed !== "missed") return `the ${what} at ${formatCut(point)} came ${cut.landed}`;
  return `${what} ${index + 1} of ${cuts.length} was not made: nothing was left to cut, or it hung`;
}
