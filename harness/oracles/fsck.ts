import type { ByteSource } from "../layout/byte-source.js";
import type { FileSystemType } from "../layout/file-system.js";
import { HarnessError } from "../model/errors.js";
import { reasonOf, type RunTool } from "../target/tool.js";
import { copyOut } from "./copy-out.js";
import type { DiskFacts, PartitionFacts } from "./facts.js";

/** What the file system's own checker says of one partition. */
export interface FsckReport {
  readonly partition: string;
  readonly clean: boolean;
  /** What it printed, paths and counts of this run taken out. Empty when clean. */
  readonly complaint: string;
}

/**
 * Runs the own checker of each recognised file system, read-only. `diskPath` is a path under
 * which the disk can be opened, `scratchPath` a file that may be written.
 */
export async function runFsck(
  facts: DiskFacts,
  disk: ByteSource,
  diskPath: string,
  scratchPath: string,
  runTool: RunTool,
): Promise<FsckReport[]> {
  const reports: FsckReport[] = [];
  for (const partition of facts.partitions) {
    const type = partition.fileSystem?.type;
    if (type === undefined) continue;
    const command = checkerOf(type, partition, diskPath, scratchPath);
    if (command === undefined) continue;
    if (command.includes(scratchPath)) copyOut(disk, partition, scratchPath);
    const result = await runTool(command, { timeoutMs: 120_000 });
    if (result.timedOut || result.exitCode === null) {
      throw new HarnessError(`${command[0]} on ${partition.entry.name}: ${reasonOf(result)}`);
    }
    const clean = result.exitCode === 0;
    reports.push({
      partition: partition.entry.name,
      clean,
      complaint: clean ? "" : complaintOf(`${reasonOf(result)}\n${result.stdout}`, scratchPath),
    });
  }
  return reports;
}

function checkerOf(
  type: FileSystemType,
  partition: PartitionFacts,
  diskPath: string,
  scratchPath: string,
): [string, ...string[]] | undefined {
  switch (type) {
    case "ext2":
    case "ext3":
    case "ext4":
      return ["e2fsck", "-fn", `${diskPath}?offset=${partition.startBytes}`];
    case "fat12":
    case "fat16":
    case "fat32":
      return ["fsck.fat", "-n", scratchPath];
    case "squashfs":
      return undefined; // It has no checker; its reader has read all of it.
  }
}

function complaintOf(output: string, scratchPath: string): string {
  const lines = output
    .replaceAll(scratchPath, "DISK")
    .replaceAll(/\S*disk\.img\?offset=\d+/g, "DISK")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(fsck\.fat|e2fsck) \d/.test(line));
  return [...new Set(lines)].slice(0, 20).join("; ");
}
