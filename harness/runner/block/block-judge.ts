import type { BlockRow } from "../../model/block-row.js";
import { findingClasses, verdictOf, type Finding, type FindingClass } from "../../model/verdict.js";
import { checkAfterResume } from "../../oracles/after-resume.js";
import { checkAtCrash } from "../../oracles/at-crash.js";
import { checkBystanders, checkBytesOutside } from "../../oracles/bytes.js";
import type { BlockLab, BlockRun } from "./block-lab.js";
import type { DiskGolden } from "../../media/disk/golden/disk-golden.js";
import type { DiskLab } from "./disk-lab.js";

/** What came out, without the name of the check. */
export type Judged = Pick<BlockRow, "result" | "class" | "detail">;

/** What a checker or a comparison refuses, in the words of a finding. */
export function violated(className: FindingClass, detail: string): Judged {
  return { result: "violated", class: className, detail };
}

/** What several findings come to. */
function judgedBy(findings: readonly Finding[], held: string): Judged {
  const verdict = verdictOf(findings, "recovered");
  if (verdict.kind !== "violated") return { result: "held", detail: held };
  return violated(verdict.class, findings.map(textOf).join("; "));
}

/** A disk, and what runs on an image file have left, to judge it by. */
interface Judging {
  readonly at: DiskLab;
  readonly seen: DiskGolden;
}

/** How tools tell that the kernel goes on with the old table. */
const rebootWords = /\breboot\b|still us(es|ing) (the )?old/i;
const noRebootWords =
  /\b(no|without( an?y?)?) reboot\b|\breboot\b[^.;]* not (needed|required|necessary)\b/i;

export function asksForReboot({ output }: BlockRun): boolean {
  return output.split("\n").some((line) => rebootWords.test(line) && !noRebootWords.test(line));
}

/** How the last command of a run ended, with the last line that was printed. */
export function howEnded({ ended, exit, output }: BlockRun): string {
  const last = output.trim().split("\n").at(-1) ?? "";
  const how = { finished: `exited with ${exit?.exitCode ?? exit?.signal}`, killed: "was killed" };
  return `it ${ended === "hung" ? "hung" : how[ended]}, saying: ${last}`;
}

/** The disk after a run as the oracles see it, against what runs on an image file have left. */
export async function judgeDisk({ at, seen }: Judging, run: BlockRun): Promise<Judged> {
  const { examiner } = at.medium;
  const { disk } = examiner;
  const { golden } = seen;
  const facts = examiner.facts();
  const fsck = await examiner.fsck(facts);
  const told = { exitedZero: run.succeeded, how: howEnded(run) };
  const { findings, heldClass } = checkAfterResume(golden, facts, fsck, told);
  const outside = run.succeeded
    ? checkBytesOutside(golden, disk.baseSource(), disk.source(), disk.pagesNotBase())
    : [];
  const what = { recovered: "table, files and file systems agree", refused: "nothing has changed" };
  return judgedBy([...findings, ...outside], what[heldClass]);
}

/** The disk at a kill, before anything has repaired it. */
export function judgeAtKill({ at, seen }: Judging, kill: number): Judged {
  const { examiner } = at.medium;
  const { disk } = examiner;
  const { golden, holds } = seen;
  const pages = disk.pagesNotBase();
  const findings = [
    ...checkAtCrash(golden, examiner.facts(), holds, kill),
    ...checkBystanders(golden, holds.bystanders, disk.baseSource(), disk.source(), pages, kill),
  ];
  return judgedBy(findings, "nothing is lost at the kill");
}

function textOf({ class: className, message }: Finding): string {
  return `${className}: ${message}`;
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
export function worstOf(judged: readonly Judged[]): Judged | undefined {
  const wrong = judged.filter(({ result }) => result === "violated");
  const worst = findingClasses.find((name) => wrong.some((each) => each.class === name));
  if (worst === undefined) return undefined;
  return violated(worst, [...new Set(wrong.map(({ detail }) => detail))].join("; "));
}
