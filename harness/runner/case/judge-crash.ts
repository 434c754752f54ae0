import { interruptWords } from "../../model/cut-text.js";
import type { CutRecord } from "../../store/records.js";
import { newRefusals } from "../golden/user-golden.js";
import { UserChecks } from "../lab/user-checks.js";
import type { CaseContext } from "./case-context.js";
import type { JudgedCrash, Reached } from "./reached.js";

type JudgeContext = Pick<CaseContext, "lab" | "judge" | "crashes" | "golden" | "scenario">;

/** Judges the crash image that is on the bench, before anything has repaired it. */
export async function judgeCrash(
  { lab, judge, crashes, golden, scenario }: JudgeContext,
  reached: Reached,
  kill: number,
): Promise<JudgedCrash> {
  const { point, landed, lastTouched, ...site } = reached.site;
  const { findings, sight, isFinished, repairEnd } = await judge.atCrash({
    landed: landed === "landed",
    torn: reached.torn,
    isToStay: golden.changesNothing,
    promise: brokenPromise(reached),
  });
  const isAsked = landed === "landed" && !isFinished;
  const atCrash = isAsked ? await new UserChecks(scenario.checks).atCrash(lab) : [];
  const refused = newRefusals(atCrash, golden.user.after[0].atCrash);
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
  return {
    cut,
    findings: [...findings, ...refused, ...reached.misdeeds].map((each) => ({ ...each, kill })),
    // Where no run may change a byte, each crash image is as all runs leave it.
    isFinished: isFinished && !golden.changesNothing,
    repairEnd,
  };
}

/** How what is not there breaks the target's word that it is done, where it gave it. */
function brokenPromise({ site: { point }, saysDone }: Reached): string | undefined {
  if (point.kind === "power" && point.ended) {
    return "the target had said that it was done, and power loss takes it back";
  }
  return saysDone === true && point.kind === "interrupt"
    ? `after ${interruptWords(point)} the target ended with success, as if all were done`
    : undefined;
}
