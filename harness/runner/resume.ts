import { checkAfterResume, type Judgement } from "../oracles/after-resume.js";
import { checkBytesOutside } from "../oracles/bytes.js";
import { readFacts } from "../oracles/facts.js";
import type { Golden } from "../oracles/golden.js";
import type { Finding, FindingClass } from "../model/verdict.js";
import { fsckNow, lastWords, whyFailed } from "./golden-run.js";
import type { Lab, RunRecord } from "./lab.js";

/** Two passes may repair; the third must be clean. */
const resumeLimit = 3;

/** How the resumes to the end went and what was judged after them. */
export interface ResumeResult {
  readonly judgement: Judgement;
  readonly records: readonly RunRecord[];
  readonly checksMs: number;
}

/**
 * Resumes the snapshot to its end, as its user would, and judges the disk. `clock` gives
 * milliseconds, to tell the time of the checks from that of the target.
 */
export async function resumeAndJudge(
  lab: Lab,
  golden: Golden,
  clock: () => number,
): Promise<ResumeResult> {
  const { disk } = lab.shim;
  const records: RunRecord[] = [];
  do {
    records.push(await lab.run({ pageCache: true }));
    disk.promote();
  } while (records.length < resumeLimit && failed(records.at(-1)));
  const last = records.at(-1);
  const started = clock();
  const facts = readFacts(disk.source());
  const fsck = await fsckNow(lab, facts);
  const how = last === undefined ? "" : (whyFailed(last) ?? "ended with 0");
  const said = last === undefined ? "" : `, saying: ${lastWords(last)}`;
  const told = { exitedZero: !failed(last), how: how + said };
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
  if (told.exitedZero && golden.rerunIsQuiet) findings.push(...(await rerun(lab)));
  return { judgement: { ...judgement, findings }, records, checksMs };
}

function failed(record: RunRecord | undefined): boolean {
  return record === undefined || whyFailed(record) !== undefined;
}

/** What one run did wrong as a process: hung, left processes or scratch files. */
function runFindings(record: RunRecord, { runs: [normal] }: Golden): Finding[] {
  const findings: Finding[] = [];
  const add = (checker: string, className: FindingClass, message: string) =>
    findings.push({ checker, class: className, message, kill: 0 });
  if (record.ended === "hung") {
    add("time", "hung", `the resume did not end within ${record.durationMs} ms`);
  }
  if (record.strays.length > 0 && !normal.leavesProcesses) {
    add("processes", "escaped writer", `still running at the end: ${record.strays.join("; ")}`);
  }
  if (record.ended === "finished" && record.scratchLeft.length > 0 && !normal.leavesScratch) {
    add("scratch", "scratch left", `left in TMPDIR: ${record.scratchLeft.join(", ")}`);
  }
  return findings;
}

/** One more run on the finished disk must change nothing. */
async function rerun(lab: Lab): Promise<Finding[]> {
  const { disk } = lab.shim;
  const sizeBytes = disk.sizeBytes;
  const record = await lab.run({ pageCache: true });
  const pages = disk.changedPages();
  const changedCount = pages.length + (disk.sizeBytes === sizeBytes ? 0 : 1);
  const firstOffset = (pages[0] ?? 0) * 4096;
  disk.reset();
  const problem = whyFailed(record);
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
