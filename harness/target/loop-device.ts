import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HarnessError } from "../model/errors.js";
import { startHolder } from "./holder.js";
import { reasonOf, toolEnvironment, type RunTool } from "./tool.js";

const sysBlock = "/sys/block";
const detachTimeoutMs = 10_000;

/** A partition as the kernel sees it, in its sectors of 512 bytes. */
export interface KernelPartition {
  readonly number: number;
  readonly startSectors: number;
  readonly sizeSectors: number;
  /** Major and minor number, as `259:3`. */
  readonly device: string;
  /** Where sysfs tells of it. */
  readonly folder: string;
}

/** A block device over a file. */
export interface LoopDevice {
  /** As the kernel calls it: `loop3`. */
  readonly name: string;
  readonly device: string;
  /** The process that keeps it attached. */
  readonly holderPid: number;
  partitions(): KernelPartition[];
  /** Gives it back to the kernel. No process may have it open. Throws HarnessError. */
  detach(): Promise<void>;
}

/**
 * Attaches a loop device to a file. A loop device belongs to the whole machine, so it is marked to
 * go at its last close at once, and one process of the sandbox keeps it open: whatever ends the
 * sandbox ends the device. Partition scans are allowed, as on a disk. Throws HarnessError.
 */
export async function attachLoop(path: string, sectorBytes: number): Promise<LoopDevice> {
  const attach = `losetup --find --show --partscan --sector-size ${sectorBytes} -- "$1"`;
  const script =
    `device=$(${attach}) && exec 3<"$device" && losetup --detach "$device" && ` +
    `echo "$device" && exec sleep infinity`;
  const { pid, said, end } = await startHolder(script, [path]);
  const name = said.replace(/^\/dev\//, "");
  const folder = join(sysBlock, name);
  return {
    name,
    device: readText(join(folder, "dev")),
    holderPid: pid,
    partitions: () => partitionsIn(folder),
    detach: async () => {
      await end();
      for (let waitedMs = 0; existsSync(join(folder, "loop")); waitedMs += 10) {
        if (waitedMs >= detachTimeoutMs) {
          throw new HarnessError(
            `${said} did not go with its last user within ${detachTimeoutMs} ms: ` +
              `does something still have it open? (fuser -v ${said})`,
          );
        }
        await sleep(10);
      }
    },
  };
}

function partitionsIn(folder: string): KernelPartition[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((each) => existsSync(join(each, "partition")))
    .map((each) => ({
      number: Number(readText(join(each, "partition"))),
      startSectors: Number(readText(join(each, "start"))),
      sizeSectors: Number(readText(join(each, "size"))),
      device: readText(join(each, "dev")),
      folder: each,
    }))
    .sort((a, b) => a.number - b.number);
}

/**
 * Detaches the loop devices of harnesses that died in the moment between attaching one and marking
 * it: those over a served file (`fileName`) that nobody serves any more. Returns their names.
 * A file on a mount that is gone has its path on that mount, which leads nowhere: a device over a
 * file of that name that anybody else has put anywhere is left alone.
 */
export async function sweepDeadLoops(fileName: string, runTool: RunTool): Promise<string[]> {
  const swept: string[] = [];
  for (const name of readdirSync(sysBlock).filter((each) => /^loop\d+$/.test(each))) {
    const backing = readText(join(sysBlock, name, "loop/backing_file")).replace(
      / \(deleted\)$/,
      "",
    );
    if (backing !== `/${fileName}` || existsSync(backing)) continue;
    const first = `dd if=/dev/${name} of=/dev/null bs=4096 count=1 iflag=direct`;
    const read = await runTool(["sh", "-c", first], { timeoutMs: 5000 });
    if (read.exitCode === 0 || read.timedOut) continue;
    const detached = await runTool(["losetup", "--detach", `/dev/${name}`]);
    if (detached.exitCode !== 0) {
      throw new HarnessError(`cannot detach the dead /dev/${name}: ${reasonOf(detached)}`);
    }
    swept.push(name);
  }
  return swept;
}

/** The trimmed text of a file, empty where there is none. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

const needed = ["losetup", "partx", "blockdev"];

/** Why this machine can't have loop devices, and what to do about it. Undefined where it can. */
export function whyNoLoopDevices(): string | undefined {
  if (process.geteuid?.() !== 0) return "a loop device needs root: run this as root (sudo)";
  const folders = toolEnvironment().PATH.split(":");
  const missing = needed.filter((tool) => !folders.some((each) => existsSync(join(each, tool))));
  if (missing.length > 0) {
    return `missing tools: ${missing.join(", ")}: install them (apt install util-linux fdisk)`;
  }
  if (!existsSync("/dev/loop-control")) {
    return "the kernel has no loop devices here: load them (modprobe loop), or pass /dev/loop* in";
  }
  return undefined;
}
