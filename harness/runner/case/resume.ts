import { stateKey, type StateKey } from "../../crash/state-key.js";
import { checkAfterResume } from "../../oracles/after-resume.js";
import { checkBytesOutside } from "../../oracles/bytes.js";
import type { Golden } from "../../oracles/golden.js";
import { HarnessError } from "../../model/errors.js";
import type { Finding, FindingClass } from "../../model/verdict.js";
import type { CaseContext } from "./case-context.js";
import { changesNothing, endFindings, wrongEnds } from "../golden/expected-end.js";
import { whyFailed } from "../golden/golden-run.js";
import type { RunRecord } from "../lab/lab.js";
import type { ResumeResult } from "./resume-result.js";
import { lastWords, textOf } from "../lab/traces.js";

/** Two passes may repair; the third must be clean. */
const resumeLimit = 3;

/**
 * Resumes the snapshot to its end, as its user would, and judges the disk, which holds the
 * resumed state then.
 */
export async function resumeAndJudge(context: CaseContext): Promise<ResumeResult> {
  const { lab, examiner, scenario, golden: made, clock } = context;
  const { golden } = made;
  const { disk } = lab.shim;
  const records: RunRecord[] = [];
  let problem: string | undefined;
  do {
    if (records.length > 0) disk.promote();
    const record = await lab.run({ part: "resume", plain: true });
    records.push(record);
    problem = whyFailed(lab, record);
  } while (records.length < resumeLimit && problem !== undefined);
  disk.promote();
  const started = clock();
  const key = stateKey(disk, golden.runs[0].changedPages);
  const facts = examiner.facts(key);
  const fsck = await examiner.fsck(facts, key);
  const said = records.slice(-1).map((last) => lastWords(last));
  const how = `${problem ?? "ended well"}, saying: ${said.join("")}`;
  const told = { exitedZero: problem === undefined, how };
  const judgement = checkAfterResume(golden, facts, fsck, told);
  const outside = !told.exitedZero
    ? []
    : checkBytesOutside(golden, disk.baseSource(), disk.source(), disk.pagesNotBase());
  const checksMs = clock() - started;
  const findings = [
    ...judgement.findings,
    ...outside,
    ...records.flatMap((record) => runFindings(record, golden)),
  ];
  // What an uninterrupted run says is asked of a resume where both begin with the same disk.
  if (changesNothing(scenario)) {
    const ends = records.slice(-1).flatMap((record) => wrongEnds(scenario, lab, record));
    findings.push(...endFindings(ends, made.wrongEnds));
  }
  if (told.exitedZero && golden.rerunIsQuiet) findings.push(...(await rerun(context, key)));
  const broken = records.find(({ ended }) => ended === "broke");
  return {
    judgement: { findings, heldClass: lab.isToRefuse ? "refused" : judgement.heldClass },
    outputs: records.map(({ trace }) => textOf(trace)),
    broke: broken?.status.failure,
    targetMs: records.reduce((sum, { durationMs }) => sum + durationMs, 0),
    checksMs,
  };
}

/** What one run did wrong as a process: hung, left processes or scratch files. */
function runFindings(record: RunRecord, { runs }: Golden): Finding[] {
  const findings: Finding[] = [];
  const add = (checker: string, className: FindingClass, message: string) =>
    findings.push({ checker, class: className, message, kill: 0 });
  if (record.ended === "hung") {
    add("time", "hung", `the resume did not end within ${record.durationMs} ms`);
  }
  if (record.strays.length > 0 && runs.every(({ leavesProcesses }) => !leavesProcesses)) {
    add("processes", "escaped writer", `still running at the end: ${record.strays.join("; ")}`);
  }
  const tidy = runs.every(({ leavesScratch }) => !leavesScratch);
  if (record.ended === "finished" && record.scratchLeft.length > 0 && tidy) {
    add("scratch", "scratch left", `left in TMPDIR: ${record.scratchLeft.join(", ")}`);
  }
  return findings;
}

/** One more run on the finished disk must change nothing. What was found for a state is kept. */
async function rerun({ lab, reruns }: CaseContext, { whole }: StateKey): Promise<Finding[]> {
  const known = reruns.get(whole);
  if (known !== undefined) return known;
  const { disk } = lab.shim;
  const sizeBytes = disk.sizeBytes;
  const record = await lab.run({ part: "resume", plain: true });
  const pages = disk.pagesNotSnapshot();
  const changedCount = pages.length + (disk.sizeBytes === sizeBytes ? 0 : 1);
  disk.reset();
  if (record.ended === "broke")
    throw new HarnessError(`the shim gave up: ${record.status.failure}`);
  const problem = whyFailed(lab, record);
  const found = rerunFindings(problem, changedCount, (pages[0] ?? 0) * 4096);
  reruns.set(whole, found);
  return found;
}

function rerunFindings(
  problem: string | undefined,
  changedCount: number,
  firstOffset: number,
): Finding[] {
  const make = (message: string): Finding[] => [
    { checker: "rerun", class: "diverged", message, kill: 0 },
  ];
  if (problem !== undefined) return make(`one more run on the finished disk failed: ${problem}`);
  if (changedCount === 0) return [];
  return make(
    `one more run on the finished disk: expected no change, found ${changedCount} pages changed, ` +
      `first at byte ${firstOffset}`,
  );
}
