import { contentType } from "../facts/partition-content.js";
import type { PartitionFacts } from "../facts/facts.js";
import type { ToolResult } from "../../target/tool.js";
import { formatChecks } from "./format-checks.js";

/** A file system's own checker, told to change nothing. */
export interface Checker {
  readonly command: readonly [string, ...string[]];
  /** A checker that every host must have; where another is missing, that is told. */
  readonly required: boolean;
  readonly isClean: (result: ToolResult) => boolean;
  /** Exit codes by which it says that it has not judged: wrong usage, cancelled, not started. */
  readonly noJudgement: readonly number[];
  /** What it prints at the end of each check that finds nothing, where that is known. */
  readonly lastLine?: RegExp;
  /** Lines that it prints of any file system, and so are no complaint. */
  readonly chatter: RegExp;
}

/** Of fsck(8): 16 wrong usage, 32 cancelled, 128 a library is missing. Of a shell: 126, 127. */
export const fsckFailures = [16, 32, 126, 127, 128];

const endedWithZero = ({ exitCode }: ToolResult): boolean => exitCode === 0;

/**
 * The checker of what a partition holds, undefined where it has none. `diskPath` is the disk;
 * `copyPath` a copy of the partition alone, for each checker that does not open the disk itself.
 */
export function checkerOf(
  partition: PartitionFacts,
  diskPath: string,
  copyPath: string,
): Checker | undefined {
  const { startBytes } = partition;
  const usual = { isClean: endedWithZero, noJudgement: fsckFailures };
  const required = { ...usual, required: true };
  const optional = { ...usual, required: false };
  const type = contentType(partition);
  switch (type) {
    case "ext2":
    case "ext3":
    case "ext4":
      return {
        ...required,
        command: ["e2fsck", "-fn", offsetPath(diskPath, startBytes)],
        chatter: /^e2fsck \d/,
        lastLine: /: \d+\/\d+ files .*, \d+\/\d+ blocks$/m,
      };
    case "fat12":
    case "fat16":
    case "fat32":
      return {
        ...required,
        command: ["fsck.fat", "-n", copyPath],
        chatter: /^fsck\.fat \d/,
        noJudgement: [2, ...fsckFailures],
        lastLine: /: \d+ files, \d+\/\d+ clusters$/m,
      };
    case "xfs":
      return { ...optional, command: ["xfs_repair", "-n", "-f", copyPath], chatter: xfsChatter };
    case "btrfs":
      return {
        ...optional,
        command: ["btrfs", "check", "--readonly", copyPath],
        chatter: btrfsChatter,
      };
    case "f2fs":
      return {
        ...optional,
        command: ["fsck.f2fs", "-f", "--dry-run", copyPath],
        // Old ones end with 0 whatever they have found.
        isClean: (result) => endedWithZero(result) && !/\[(?:Fail|FIX)\]/.test(result.stdout),
        chatter: /^(Info: |\[FSCK\].*\[Ok)/,
      };
    case "exfat":
      return { ...optional, command: ["fsck.exfat", "-n", copyPath], chatter: /^exfatprogs / };
    case "ntfs":
      return { ...optional, command: ["ntfsfix", "-n", copyPath], chatter: /\bOK\b\.?$/ };
    case "qcow2":
    case "sqlite":
    case "luks":
    case "lvm":
    case "md":
      return { ...optional, ...formatChecks[type](copyPath) };
    case "squashfs":
    case "squashfs inside":
    case "uboot env":
    case undefined:
      break; // These have no checker; our readers read all of them.
  }
  return undefined;
}

const xfsChatter =
  /^(Phase \d|- |No modify flag|Cannot get host|Repair may fail|the image and the host)/;
const btrfsChatter =
  /^(\[\d|Opening |Checking |UUID: |found \d+ bytes|total |btree space|file data|referenced )/;

/** How e2fsprogs is told of a file system inside of a larger file. */
export function offsetPath(diskPath: string, startBytes: number): string {
  return `${diskPath}?offset=${startBytes}`;
}
