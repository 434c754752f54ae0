import { performance } from "node:perf_hooks";
import { HarnessError } from "../../model/errors.js";
import { reasonOf, type RunTool, type ToolResult } from "../../target/tool.js";
import type { FsckAnswer, FsckReport } from "./answer.js";
import { checkerOf, offsetPath, type Checker } from "./checkers.js";
import { faultOf } from "./faults.js";
import { isInstalled } from "../../target/installed.js";
import type { PartCopies } from "./copy-out.js";
import type { PartitionFacts } from "../facts/facts.js";
import { recall, type Reuse } from "../facts/recent.js";

export { asComplaint, isComplaint, isUnwell, notAskedNotices, unwellText } from "./answer.js";
export type { FsckAnswer, FsckComplaint, FsckReport, FsckUnwell } from "./answer.js";

/** A checker may print a line for each block that it doubts. */
export const mostOutputBytes = 2 * 1024 * 1024;

/** How checkers are run. */
export interface FsckOptions {
  /** A path under which the disk can be opened. */
  readonly diskPath: string;
  /** Files of single partitions. */
  readonly copies: PartCopies;
  readonly runTool: RunTool;
  /** How long the checker of a partition may take. */
  readonly limitOf: (partition: PartitionFacts) => number;
  /** A checker whose partition has not changed since it judged it is not run again. */
  readonly reuse?: Reuse<FsckAnswer> | undefined;
  readonly installed?: (program: string) => boolean;
}

/**
 * Runs the own checker of each file system that has one, read-only. Throws HarnessError when a
 * checker has judged nothing, and that is not the fault of what it was given.
 */
export async function runFsck(
  partitions: readonly PartitionFacts[],
  options: FsckOptions,
): Promise<FsckReport[]> {
  const { diskPath, copies, reuse } = options;
  const reports: FsckReport[] = [];
  for (const partition of partitions) {
    const checker = checkerOf(partition, diskPath, copies.pathOf(partition));
    if (checker === undefined) continue;
    const { known, keep } = recall(isCut(partition) ? undefined : reuse, partition);
    const holds = known !== undefined && stillHolds(known, partition, options);
    const answer = holds ? known : keep(await askChecker(checker, partition, options));
    reports.push({ partition: partition.entry.name, ...answer });
  }
  return reports;
}

/**
 * Asks the checker of a partition about a file that holds a copy of it alone, such as one that was
 * mended. Undefined where it has none. Throws as runFsck does.
 */
export async function checkCopy(
  partition: PartitionFacts,
  path: string,
  options: Pick<FsckOptions, "runTool" | "limitOf" | "installed">,
): Promise<FsckAnswer | undefined> {
  const alone = { ...partition, startBytes: 0 };
  const checker = checkerOf(alone, path, path);
  const copies = { pathOf: () => path, make: () => undefined };
  return checker && (await askChecker(checker, alone, { ...options, diskPath: path, copies }));
}

/** A checker that has not ended in a shorter time than it has now may yet end. */
function stillHolds(answer: FsckAnswer, partition: PartitionFacts, { limitOf }: FsckOptions) {
  return answer.kind !== "hung" || answer.limitMs >= limitOf(partition);
}

/** A file system that claims more than its partition is checked beyond its end as well. */
function isCut({ fileSystem, sizeBytes }: PartitionFacts): boolean {
  return fileSystem !== undefined && fileSystem.sizeBytes > sizeBytes;
}

async function askChecker(
  checker: Checker,
  partition: PartitionFacts,
  { diskPath, copies, runTool, limitOf, installed = isInstalled }: FsckOptions,
): Promise<FsckAnswer> {
  const { command, required } = checker;
  const [program] = command;
  if (!required && !installed(program)) {
    const notice = `no ${program} here: this partition is judged by its bytes only`;
    return { kind: "not asked", notice };
  }
  const copyPath = copies.pathOf(partition);
  const opensDisk = command.includes(offsetPath(diskPath, partition.startBytes));
  if (!opensDisk) copies.make(partition);
  const limitMs = limitOf(partition);
  const began = performance.now();
  const result = await runTool(command, { timeoutMs: limitMs, mostOutputBytes });
  const tookMs = Math.round(performance.now() - began);
  if (result.timedOut) return { kind: "hung", program, limitMs, tookMs };
  const signal = faultOf(result);
  if (signal !== undefined) return { kind: "crashed", program, signal, tookMs };
  if (!hasJudged(checker, result)) throw noJudgement(checker, result, partition);
  if (checker.isClean(result)) return { kind: "clean", tookMs };
  const paths = [offsetPath(diskPath, partition.startBytes), diskPath, copyPath];
  return { kind: "complaint", complaint: complaintOf(checker, result, paths), tookMs };
}

function noJudgement(checker: Checker, result: ToolResult, { entry }: PartitionFacts) {
  const silent = checker.isClean(result) ? "it told of nothing that it has checked; " : "";
  const how = `${silent}${reasonOf(result)}`;
  return new HarnessError(`${checker.command[0]} on ${entry.name} came to no judgement: ${how}`);
}

/** A program that ends with 0 and has not said what it has counted may have checked nothing. */
function hasJudged({ isClean, noJudgement, lastLine }: Checker, result: ToolResult): boolean {
  const { exitCode, stdout } = result;
  if (exitCode === null || noJudgement.includes(exitCode)) return false;
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
