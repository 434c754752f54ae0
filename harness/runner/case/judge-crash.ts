import type { CutRecord } from "../../store/records.js";
import type { CaseContext } from "./case-context.js";
import type { JudgedCrash, Reached } from "./reached.js";

/** Judges the crash image that is on the bench, before anything has repaired it. */
export async function judgeCrash(
  { judge, crashes, golden }: Pick<CaseContext, "judge" | "crashes" | "golden">,
  reached: Reached,
  kill: number,
): Promise<JudgedCrash> {
  const { point, landed, lastTouched, ...site } = reached.site;
  const { findings, sight } = await judge.atCrash({
    kill,
    landed: landed === "landed",
    torn: reached.torn,
    isToStay: golden.changesNothing,
    promise: brokenPromise(reached),
  });
  const cut: CutRecord = {
    point,
    write: site.writeCount,
    bytes: site.bytes,
    line: site.lineCount,
    ofWrites: site.ofWrites,
    step: site.step,
    region: lastTouched === undefined ? "" : crashes.placeOf(lastTouched).name,
    landed,
    ...sight,
  };
  return { cut, findings: [...findings, ...reached.misdeeds.map((each) => ({ ...each, kill }))] };
}

/** How what is not there breaks the target's word that it is done, where it gave it. */
function brokenPromise({ site: { point }, saysDone }: Reached): string | undefined {
  if (point.kind === "power" && point.ended) {
    return "the target had said that it was done, and power loss takes it back";
  }
  return saysDone === true
    ? "after ctrl-C the target ended with success, as if all were done"
    : undefined;
}
