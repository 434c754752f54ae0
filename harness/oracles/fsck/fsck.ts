import { HarnessError } from "../../model/errors.js";
import { reasonOf, type RunTool, type ToolResult } from "../../target/tool.js";
import { checkerOf, offsetPath, type Checker } from "./checkers.js";
import { isInstalled } from "../../target/installed.js";
import type { PartCopies } from "./copy-out.js";
import type { DiskFacts, PartitionFacts } from "../facts/facts.js";
import { keyOfPart, type Reuse } from "../facts/recent.js";

/** What a checker has said of some bytes, whatever the partition is called. */
export type FsckAnswer =
  | { readonly kind: "clean" }
  /** What it printed, paths and counts of this run taken out. */
  | { readonly kind: "complaint"; readonly complaint: string }
  /** The checker is not installed. The notice is to be shown to the user. */
  | { readonly kind: "not asked"; readonly notice: string };

/** What the file system's own checker says of one partition. */
export type FsckReport = FsckAnswer & { readonly partition: string };

/** The report of a checker that has complained. */
export type FsckComplaint = Extract<FsckReport, { kind: "complaint" }>;

/** Whether a checker has complained. One that was not asked has not. */
export function isComplaint(report: FsckReport): report is FsckComplaint {
  return report.kind === "complaint";
}

/** The notices of partitions whose checkers were not asked, with their names. */
export function notAskedNotices(fsck: readonly FsckReport[]): string[] {
  return fsck.flatMap((report) =>
    report.kind === "not asked" ? [`${report.partition}: ${report.notice}`] : [],
  );
}

interface Asked {
  /** A path under which the disk can be opened. */
  readonly diskPath: string;
  readonly copies: PartCopies;
  readonly runTool: RunTool;
  readonly installed: (program: string) => boolean;
}

/**
 * Runs the own checker of each file system that has one, read-only. `diskPath` is a path under
 * which the disk can be opened, `copies` gives files of single partitions. With `reuse`, a checker
 * whose partition has not changed since it judged it is not run again. Throws HarnessError when a
 * checker does not come to a judgement.
 */
export async function runFsck(
  facts: DiskFacts,
  diskPath: string,
  copies: PartCopies,
  runTool: RunTool,
  reuse?: Reuse<FsckAnswer>,
  installed = isInstalled,
): Promise<FsckReport[]> {
  const asked: Asked = { diskPath, copies, runTool, installed };
  const reports: FsckReport[] = [];
  for (const partition of facts.partitions) {
    const checker = checkerOf(partition, diskPath, copies.pathOf(partition));
    if (checker === undefined) continue;
    const key = isCut(partition) ? undefined : keyOfPart(reuse, partition);
    const known = key === undefined ? undefined : reuse?.recent.get(key);
    const answer = known ?? (await ask(checker, partition, asked));
    if (key !== undefined && known === undefined) reuse?.recent.set(key, answer);
    reports.push({ partition: partition.entry.name, ...answer });
  }
  return reports;
}

/** A file system that claims more than its partition is checked beyond its end as well. */
function isCut({ fileSystem, sizeBytes }: PartitionFacts): boolean {
  return fileSystem !== undefined && fileSystem.sizeBytes > sizeBytes;
}

async function ask(
  checker: Checker,
  partition: PartitionFacts,
  { diskPath, copies, runTool, installed }: Asked,
): Promise<FsckAnswer> {
  const { command, required } = checker;
  const [program] = command;
  if (!required && !installed(program)) {
    const notice = `no ${program} here: this partition is judged by its bytes only`;
    return { kind: "not asked", notice };
  }
  const copyPath = copies.pathOf(partition);
  if (command.includes(copyPath)) copies.make(partition);
  const result = await runTool(command, { timeoutMs: 120_000 });
  if (!hasJudged(checker, result)) {
    const silent = checker.isClean(result) ? "it told of nothing that it has checked; " : "";
    const how = `${silent}${reasonOf(result)}`;
    throw new HarnessError(`${program} on ${partition.entry.name} came to no judgement: ${how}`);
  }
  if (checker.isClean(result)) return { kind: "clean" };
  const paths = [offsetPath(diskPath, partition.startBytes), diskPath, copyPath];
  return { kind: "complaint", complaint: complaintOf(checker, result, paths) };
}

/** A program that ends with 0 and has not said what it has counted may have checked nothing. */
function hasJudged({ isClean, noJudgement, lastLine }: Checker, result: ToolResult): boolean {
  const { exitCode, timedOut, stdout } = result;
  if (timedOut || exitCode === null || noJudgement.includes(exitCode)) return false;
  return !isClean(result) || lastLine === undefined || lastLine.test(stdout);
}

function complaintOf(checker: Checker, result: ToolResult, paths: readonly string[]): string {
  const said = checker.required
    ? `${reasonOf(result)}\n${result.stdout}`
    : `exit ${result.exitCode}\n${result.stderr}\n${result.stdout}`;
  const lines = paths
    .reduce((text, path) => text.replaceAll(path, "DISK"), said)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !checker.chatter.test(line));
  return [...new Set(lines)].slice(0, 20).join("; ");
}
