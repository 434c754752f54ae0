import type { BlockRow } from "../../model/proofs/block-row.js";
import { unreadText } from "../../model/judgement.js";
import { tellingWords } from "../../model/findings/telling-words.js";
import { findingClasses, worstOf, type Fault, type FindingClass } from "../../model/verdict.js";
import { DiskJudge } from "../../media/disk/disk-judge.js";
import type { Judge } from "../../media/judge.js";
import { rerunFaults } from "../case/rerun-faults.js";
import { runFaults } from "../case/run-faults.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { BlockLab, BlockRun } from "./block-lab.js";
import type { DiskGolden } from "../../media/disk/golden/disk-golden.js";
import type { DiskLab } from "./disk-lab.js";

/** What came out, without the name of the check. */
export type Judged = Pick<BlockRow, "result" | "class" | "detail">;

/** What a checker or a comparison refuses, in the words of a finding. */
export function violated(className: FindingClass, detail: string): Judged {
  return { result: "violated", class: className, detail };
}

/** A disk, and what runs on an image file have left, to judge it by. */
interface Judging {
  readonly at: DiskLab;
  readonly made: Pick<GoldenMade, "leaves" | "outside">;
  readonly seen: DiskGolden;
}

/** How tools tell that the kernel goes on with the old table. */
const rebootWords = /\breboot\b|still us(es|ing) (the )?old/i;
const noRebootWords =
  /\b(no|without( an?y?)?) reboot\b|\breboot\b[^.;]* not (needed|required|necessary)\b/i;

export function asksForReboot({ output }: BlockRun): boolean {
  return output.split("\n").some((line) => rebootWords.test(line) && !noRebootWords.test(line));
}

/** How the last command of a run ended, with what tells most of what was printed. */
export function howEnded({ ended, exit, output }: BlockRun): string {
  const said = tellingWords({ stdout: output, stderr: "" });
  const how = { finished: `exited with ${exit?.exitCode ?? exit?.signal}`, killed: "was killed" };
  return `it ${ended === "hung" ? "hung" : how[ended]}, saying: ${said}`;
}

/** The disk after a run, judged as on an image file, against what runs there have left. */
export async function judgeDisk(judging: Judging, run: BlockRun): Promise<Judged> {
  const told = { exitedZero: run.succeeded, how: howEnded(run) };
  const { findings, heldClass, unread } = await judgeOf(judging).atEnd(told);
  const what = {
    recovered: "table, files and file systems agree",
    refused: "nothing has changed",
    undone: "nothing has changed in the end",
    finished: "it is as one more run leaves it",
  };
  if (findings.length === 0 && unread.length > 0) {
    return { result: "undecided", detail: unreadText(unread) };
  }
  return judgedBy([...findings, ...runFaults(run, judging.made)], what[heldClass]);
}

/** One more run on the finished disk, by how it failed and what it changed. */
export function judgeRerun(problem: string | undefined, change: string | undefined): Judged {
  return judgedBy(rerunFaults(problem, change, "device"), "one more run changes nothing");
}

/** The disk at a kill, before anything has repaired it. */
export async function judgeAtKill(judging: Judging): Promise<Judged> {
  const scene = { landed: true, torn: [], isToStay: false, promise: undefined };
  const { findings } = await judgeOf(judging).atCrash(scene);
  return judgedBy(findings, "nothing is lost at the kill");
}

function judgeOf({ at, seen }: Judging): Judge {
  const { bench, examiner } = at.medium;
  return new DiskJudge(bench, examiner, seen);
}

/** What several faults come to. */
function judgedBy(faults: readonly Fault[], held: string): Judged {
  const worst = worstOf(faults);
  if (worst === undefined) return { result: "held", detail: held };
  return violated(worst, faults.map(textOf).join("; "));
}

function textOf({ class: className, place, message }: Fault): string {
  return `${className}: ${place}: ${message}`;
}

/** The kernel's partitions after a run that succeeded, with another process on the disk or not. */
export function judgeView(device: BlockLab, run: BlockRun, isInUse: boolean): Judged {
  const agrees = device.view() === device.table();
  if (agrees && run.dropped) {
    const detail =
      "the kernel was made to read the table again, but this one reads no GPT: all partitions " +
      "were gone, and only partx brought them back";
    return { result: "not run", detail };
  }
  if (!agrees && asksForReboot(run) && !isInUse) {
    const detail = "it asks for a reboot though nothing of the disk was in use";
    return { result: "undecided", detail };
  }
  if (!agrees && asksForReboot(run)) {
    return { result: "held", detail: "the kernel has the old table, and a reboot is asked for" };
  }
  return viewIs(device, agrees);
}

/** The kernel's partitions after it was told of the table, which had to work. */
export function viewIs(device: BlockLab, agrees: boolean): Judged {
  if (agrees) return { result: "held", detail: "kernel and table agree" };
  const detail = `expected of the kernel ${device.table()}, found ${device.view()}`;
  return violated("diverged", detail);
}

/** The worst of what was judged of one run, with all that is wrong. */
export function worstJudged(judged: readonly Judged[]): Judged | undefined {
  const wrong = judged.filter(({ result }) => result === "violated");
  const worst = findingClasses.find((name) => wrong.some((each) => each.class === name));
  if (worst === undefined) return undefined;
  return violated(worst, [...new Set(wrong.map(({ detail }) => detail))].join("; "));
}
