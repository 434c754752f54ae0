import { changesNothing } from "../../catalogue/expected-end.js";
import { HarnessError } from "../../model/errors.js";
import type { Finding, FindingClass } from "../../model/verdict.js";
import { endFindings, wrongEnds } from "../golden/expected-end.js";
import type { GoldenMade } from "../golden/golden-run.js";
import { whyFailed } from "../golden/why-failed.js";
import type { RunRecord } from "../lab/lab.js";
import { lastWords, textOf } from "../lab/traces.js";
import type { CaseContext } from "./case-context.js";
import type { ResumeResult } from "./resume-result.js";

/** Two passes may repair; the third must be clean. */
const resumeLimit = 3;

/**
 * Resumes the snapshot to its end, as its user would, and judges the medium: the resumed state is
 * on the bench then.
 */
export async function resumeAndJudge(context: CaseContext): Promise<ResumeResult> {
  const { lab, judge, scenario, golden, clock } = context;
  const { bench } = lab;
  const records: RunRecord[] = [];
  let problem: string | undefined;
  do {
    if (records.length > 0) bench.promote();
    const record = await lab.run({ part: "resume", kind: "plain" });
    records.push(record);
    problem = whyFailed(lab, record);
  } while (records.length < resumeLimit && problem !== undefined);
  bench.promote();
  const started = clock();
  const said = records.slice(-1).map((last) => lastWords(last));
  const how = `${problem ?? "ended well"}, saying: ${said.join("")}`;
  const told = { exitedZero: problem === undefined, how };
  const judgement = await judge.atEnd(told);
  const checksMs = clock() - started;
  const findings = [
    ...judgement.findings,
    ...records.flatMap((record) => runFindings(record, golden)),
  ];
  // What an uninterrupted run says is asked of a resume where both begin with the same bytes.
  if (changesNothing(scenario)) {
    const ends = records.slice(-1).flatMap((record) => wrongEnds(scenario, lab, record));
    findings.push(...endFindings(ends, golden.wrongEnds));
  }
  if (told.exitedZero && golden.rerunIsQuiet) findings.push(...(await rerun(context)));
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
function runFindings(record: RunRecord, { leaves }: GoldenMade): Finding[] {
  const findings: Finding[] = [];
  const add = (checker: string, className: FindingClass, message: string) =>
    findings.push({ checker, class: className, message, kill: 0 });
  if (record.ended === "hung") {
    add("time", "hung", `the resume did not end within ${record.durationMs} ms`);
  }
  if (record.strays.length > 0 && !leaves.processes) {
    add("processes", "escaped writer", `still running at the end: ${record.strays.join("; ")}`);
  }
  if (record.ended === "finished" && record.scratchLeft.length > 0 && !leaves.scratch) {
    add("scratch", "left behind", `left in TMPDIR: ${record.scratchLeft.join(", ")}`);
  }
  return findings;
}

/** One more run on the finished medium must change nothing. What was found for a state is kept. */
async function rerun({ lab, reruns }: CaseContext): Promise<Finding[]> {
  const { bench } = lab;
  const key = bench.key();
  const known = reruns.get(key);
  if (known !== undefined) return known;
  const record = await lab.run({ part: "resume", kind: "plain" });
  const change = bench.changeFromSnapshot();
  bench.reset();
  if (record.ended === "broke") {
    throw new HarnessError(`the shim gave up: ${record.status.failure}`);
  }
  const found = rerunFindings(whyFailed(lab, record), change, bench.noun);
  reruns.set(key, found);
  return found;
}

function rerunFindings(
  problem: string | undefined,
  change: string | undefined,
  noun: string,
): Finding[] {
  const what = `one more run on the finished ${noun}`;
  const make = (message: string): Finding[] => [
    { checker: "rerun", class: "diverged", message, kill: 0 },
  ];
  if (problem !== undefined) return make(`${what} failed: ${problem}`);
  return change === undefined ? [] : make(`${what}: expected no change, found ${change}`);
}
