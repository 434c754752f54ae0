import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openStream } from "../../../harness/model/prng.js";
import { loadBase } from "../../../harness/media/disk/load-base.js";
import { startLauncher } from "../../../harness/target/launcher.js";
import { sandboxFolder } from "../../../harness/target/sandbox.js";
import { reasonOf, runTool } from "../../../harness/target/tool.js";
import type { DiskSizeResult, DiskSizeTask } from "../tasks.js";

const mebibyte = 2 ** 20;
const dataPages = 10_000;
/** All data and all writes lie in the first 2 GB, whatever the size of the disk. */
const dataEndBytes = 1900 * mebibyte;
const writePlaces = [100, 700, 1300, 1850].map((place) => place * mebibyte);
const writesAtPlace = 2000;

/** Loads a sparse disk, then writes to it and resets it in turns. */
export async function runDiskSize(task: DiskSizeTask): Promise<DiskSizeResult> {
  const launcher = startLauncher();
  const imagePath = join(sandboxFolder, "sparse.img");
  const mountPoint = join(sandboxFolder, "mnt");
  mkdirSync(mountPoint);
  makeSparse(imagePath, task.diskBytes);

  const loadBegan = performance.now();
  const shim = await loadBase(imagePath, mountPoint, runTool);
  const loadMs = performance.now() - loadBegan;
  const runMs: number[] = [];
  const resetMs: number[] = [];
  for (let repetition = 0; repetition < task.repetitions; repetition += 1) {
    shim.begin({});
    const began = performance.now();
    for (const place of writePlaces) {
      const ended = await launcher.runTool([
        ...["dd", `if=${imagePath}`, `of=${shim.diskPath}`, "bs=512", `count=${writesAtPlace}`],
        ...["conv=notrunc", "oflag=seek_bytes", `seek=${place + 512}`],
      ] as [string, ...string[]]);
      if (ended.exitCode !== 0) throw new Error(`dd failed: ${reasonOf(ended)}`);
    }
    const wrote = performance.now();
    shim.disk.reset();
    runMs.push(wrote - began);
    resetMs.push(performance.now() - wrote);
  }
  return { loadMs, runMs, resetMs, rssBytes: process.memoryUsage().rss };
}

function makeSparse(path: string, diskBytes: number): void {
  const page = openStream("bench", "disk size").bytes(4096);
  const file = openSync(path, "w");
  ftruncateSync(file, diskBytes);
  const strideBytes = Math.floor(dataEndBytes / dataPages / page.length) * page.length;
  // The start is solid: dd reads its source there.
  writeSync(file, Buffer.alloc(writesAtPlace * 512, page));
  for (let number = 0; number < dataPages; number += 1) {
    page.writeUInt32LE(number);
    writeSync(file, page, 0, page.length, number * strideBytes);
  }
  closeSync(file);
}
