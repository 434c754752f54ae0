import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../model/errors.js";
import type { KernelPartition, LoopDevice } from "./loop-device.js";
import { sandboxFolder, sharedMemoryFolder } from "./sandbox.js";
import { reasonOf, type RunTool } from "./tool.js";

/** What a disk can be called. */
export const nameKinds = ["loop", "nvme", "mmcblk"] as const;

export type NameKind = (typeof nameKinds)[number];

/** The paths of a disk and of its partitions, in the private /dev. */
export interface DiskNames {
  readonly disk: string;
  readonly partition: (number: number) => string;
}

/** How a disk of that kind is called; `loopName` is the kernel's own name for it. */
export function namesOfKind(kind: NameKind, loopName: string): DiskNames {
  const name = { loop: loopName, nvme: "nvme0n1", mmcblk: "mmcblk0" }[kind];
  return { disk: `/dev/${name}`, partition: (number) => `/dev/${name}p${number}` };
}

/** Loop devices that have a node in the private /dev: a desktop has dozens in use by itself. */
const loopCount = 256;

const devScript = `
set -e
new=${sandboxFolder}/dev
mkdir "$new"
mount -t tmpfs -o mode=755 tmpfs "$new"
for node in null zero full random urandom tty fuse loop-control; do
  if [ -e "/dev/$node" ]; then cp -a "/dev/$node" "$new/"; fi
done
for number in $(seq 0 ${loopCount - 1}); do mknod -m 600 "$new/loop$number" b 7 "$number"; done
ln -s /proc/self/fd "$new/fd"
ln -s /proc/self/fd/0 "$new/stdin"
ln -s /proc/self/fd/1 "$new/stdout"
ln -s /proc/self/fd/2 "$new/stderr"
mkdir "$new/shm"
mount --rbind ${sharedMemoryFolder} "$new/shm"
mount --rbind "$new" /dev
`;

/**
 * Puts a /dev of its own over that of the machine, for this sandbox only: no disk of the machine
 * is in it. Throws HarnessError.
 */
export async function coverDev(runTool: RunTool): Promise<void> {
  await must(runTool, devScript, []);
}

/**
 * Makes the nodes of a disk and of the partitions that the kernel has now, under its names. For
 * other names than the kernel's own, /sys/class/block tells of that disk and no other; `labels` are
 * the partitions' names by number, which a kernel that reads GPT has there too. Throws
 * HarnessError.
 */
export async function placeNames(
  kind: NameKind,
  loop: LoopDevice,
  labels: ReadonlyMap<number, string>,
  runTool: RunTool,
): Promise<void> {
  const { disk, partition } = namesOfKind(kind, loop.name);
  const partitions = loop.partitions();
  const nodes = [
    { path: disk, device: loop.device },
    ...partitions.map(({ number, device }) => ({ path: partition(number), device })),
  ];
  const make = nodes.map(({ path, device }) => {
    const [major, minor] = device.split(":");
    return `mknod -m 600 ${path} b ${major} ${minor}`;
  });
  await must(runTool, [`rm -f ${disk} ${disk}p*`, ...make].join("\n"), []);
  if (kind !== "loop") await coverSys(disk.replace("/dev/", ""), loop, partitions, labels, runTool);
}

const sysClassBlock = "/sys/class/block";

async function coverSys(
  name: string,
  loop: LoopDevice,
  partitions: readonly KernelPartition[],
  labels: ReadonlyMap<number, string>,
  runTool: RunTool,
): Promise<void> {
  const lines = [
    `while umount ${sysClassBlock} 2>/dev/null; do :; done`,
    `mount -t tmpfs -o mode=755 tmpfs ${sysClassBlock}`,
    `cd ${sysClassBlock}`,
    `mkdir ${name}`,
    `ln -s /sys/block/${loop.name}/queue /sys/block/${loop.name}/size ${name}/`,
  ];
  const texts: string[] = [];
  for (const { number, folder } of partitions) {
    const own = `${name}/${name}p${number}`;
    lines.push(`mkdir ${own}`, `ln -s ${folder}/partition ${folder}/start ${folder}/size ${own}/`);
    const label = labels.get(number) ?? "";
    const uevent = readFileSync(join(folder, "uevent"), "utf8")
      .replace(/^DEVNAME=.*$/m, `DEVNAME=${name}p${number}`)
      .concat(label === "" ? "" : `PARTNAME=${label}\n`);
    texts.push(uevent);
    lines.push(`printf %s "\${${texts.length}}" > ${own}/uevent`);
  }
  await must(runTool, lines.join("\n"), texts);
}

async function must(runTool: RunTool, script: string, args: readonly string[]): Promise<void> {
  const result = await runTool(["sh", "-ec", script, "sh", ...args]);
  if (result.exitCode !== 0) {
    throw new HarnessError(`cannot make private names for disks: ${reasonOf(result)}`);
  }
}
