import { interruptWords } from "../../model/cut-text.js";
import type { CutRecord } from "../../store/records.js";
import { newRefusals, notInView } from "../golden/user-golden.js";
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
  const user = new UserChecks(scenario.checks);
  const isToBlock = mayBlock(golden, lab.bench.outsideKey());
  const promise = brokenPromise(reached);
  const scene = { landed: landed === "landed", isToStay: golden.changesNothing, promise };
  const judged = await judge.atCrash({ ...scene, torn: reached.torn });
  const { findings, sight, isFinished, repairEnd } = judged;
  const isAsked = landed === "landed" && !isFinished;
  const atCrash = isAsked ? await user.atCrash(lab) : [];
  const unseen =
    isAsked && promise !== undefined ? await notInView(user, lab, golden.user, []) : [];
  const broken = unseen.map((each) => ({ ...each, message: `${promise}: ${each.message}` }));
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
    findings: [...findings, ...refused, ...broken, ...reached.misdeeds].map((each) => ({
      ...each,
      kill,
    })),
    byMedium: { scene, findings },
    // Where no run may change a byte, each crash image is as all runs leave it.
    isFinished: isFinished && !golden.changesNothing && !isToBlock,
    repairEnd,
  };
}

/**
 * True where what a crash left outside of the medium may keep a finished one from being used: it is
 * not as an uninterrupted run leaves it. Where one more run on a finished medium fails or changes
 * files anyway, how it ends says nothing of what is outside.
 */
function mayBlock({ outside, rerunIsFine }: CaseContext["golden"], key: string): boolean {
  return rerunIsFine && key !== "" && !outside.ends.includes(key);
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
