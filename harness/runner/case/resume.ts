import { changesNothing } from "../../catalogue/expected-end.js";
import { HarnessError } from "../../model/errors.js";
import type { RepairEnd } from "../../media/judge.js";
import type { Told } from "../../model/judgement.js";
import { atTheEnd, type Fault, type Finding } from "../../model/verdict.js";
import { endFindings, hasRefused, wrongEnds } from "../golden/expected-end.js";
import { whyFailed } from "../golden/why-failed.js";
import { textOf } from "../lab/traces.js";
import type { CaseContext } from "./case-context.js";
import type { ResumeResult } from "./resume-result.js";
import { rerunFaults } from "./rerun-faults.js";
import { runFaults } from "./run-faults.js";
import { goWay } from "./way-out.js";
import { tryOtherWays } from "./ways-out.js";

/** A crash image that an uninterrupted run would leave: nothing is left to be done. */
export const finishedResume: ResumeResult = {
  judgement: { findings: [], heldClass: "finished", unread: [] },
  ways: [],
  outputs: [],
  broke: undefined,
  targetMs: 0,
  checksMs: 0,
};

/**
 * Resumes the snapshot to its end, as its user would, and judges the medium: the resumed state is
 * on the bench then. `repairEnd` is where the usual repair alone would lead.
 */
export async function resumeAndJudge(
  context: CaseContext,
  repairEnd: RepairEnd | undefined,
): Promise<ResumeResult> {
  const { lab, scenario, golden } = context;
  const { bench } = lab;
  const crash = bench.save();
  try {
    const gone = await goWay(context, "resume");
    const { records, told, judgement, checksMs } = gone;
    const own = onceEach(
      records.flatMap((record) =>
        runFaults({ ...record, exit: record.exits.at(-1) }, golden, bench.noun),
      ),
    ).map(atTheEnd);
    const last = records.at(-1);
    const isRefusal = lab.isToRefuse && last !== undefined && hasRefused(lab, last);
    const heldClass = isRefusal ? "refused" : judgement.heldClass;
    // What an uninterrupted run says is asked of a resume where both begin with the same bytes.
    if (changesNothing(scenario)) {
      const ends = last === undefined ? [] : wrongEnds(scenario, lab, last);
      own.push(...endFindings(ends, golden.wrongEnds));
    }
    if (told.exitedZero && golden.rerunIsQuiet) own.push(...(await rerun(context, told)));
    const resumed = bench.save();
    const { ways, findings } = await tryOtherWays(context, crash, gone, repairEnd);
    // That it has not succeeded is told by how it ended.
    const ended = own.some((each) => each.class === "hung" || each.class === "died");
    const isTold = (each: Finding) => ended && each.checker === "told" && each.class === "stuck";
    resumed.restore();
    resumed.forget();
    return {
      judgement: {
        findings: [...findings.filter((each) => !isTold(each)), ...own],
        heldClass,
        unread: judgement.unread,
      },
      byMedium: { told, judgement: gone.byMedium },
      ways,
      outputs: records.map(({ trace }) => textOf(trace)),
      broke: records.find(({ ended }) => ended === "broke")?.status.failure,
      targetMs: records.reduce((sum, { durationMs }) => sum + durationMs, 0),
      checksMs,
    };
  } finally {
    crash.forget();
  }
}

/** One more run on the finished medium must change nothing. What was found for a state is kept. */
async function rerun(context: CaseContext, told: Told): Promise<Finding[]> {
  const { lab, reruns, judge, scenario } = context;
  const { bench } = lab;
  const key = bench.key();
  const known = reruns.get(key);
  if (known !== undefined) return known;
  const record = await lab.run({ part: "resume", kind: "plain" });
  const change = bench.changeFromSnapshot();
  // Of any command nobody has said that one more run must not write: what it leaves is judged.
  const isFine =
    change !== undefined &&
    scenario.image.kind === "given" &&
    (await judge.atEnd(told)).findings.length === 0;
  bench.reset();
  if (record.ended === "broke") {
    throw new HarnessError(`the shim gave up: ${record.status.failure}`);
  }
  const found = rerunFaults(whyFailed(lab, record), isFine ? undefined : change, bench.noun).map(
    atTheEnd,
  );
  reruns.set(key, found);
  return found;
}

/** Several passes may go wrong in the same way. */
function onceEach(faults: readonly Fault[]): Fault[] {
  const kindOf = ({ checker, class: name, place }: Fault) => JSON.stringify([checker, name, place]);
  return [...new Map(faults.map((fault) => [kindOf(fault), fault])).values()];
}
