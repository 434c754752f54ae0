import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStream } from "../harness/model/prng.js";
import { Shim } from "../harness/shim/shim.js";
import { startLauncher } from "../harness/target/launcher.js";
import { sandboxFolder } from "../harness/target/sandbox.js";
import { reasonOf, runTool, type RunTool } from "../harness/target/tool.js";
import type { WritesResult, WritesTask } from "./bench-tasks.js";

const writeBytes = 512;
const mountPoint = join(sandboxFolder, "mnt");
const sourcePath = join(sandboxFolder, "source");

/** Writes with dd once to warm up and once for the clock. dd tells its own time. */
export async function runWrites({ contender, writeCount }: WritesTask): Promise<WritesResult> {
  const launcher = startLauncher();
  const sizeBytes = writeCount * writeBytes;
  makeSource(sizeBytes);
  mkdirSync(mountPoint);
  const path = await open[contender](sizeBytes);
  await dd(launcher.runTool, path, Math.ceil(writeCount / 4));
  return dd(launcher.runTool, path, writeCount);
}

const open = {
  plain: (sizeBytes: number): Promise<string> => {
    const path = join(mountPoint, "disk.img");
    writeLastByte(path, sizeBytes);
    return Promise.resolve(path);
  },

  shim: async (sizeBytes: number): Promise<string> => {
    const shim = await Shim.mount(mountPoint, sizeBytes, runTool);
    shim.begin({});
    return shim.diskPath;
  },

  nbdfuse: async (sizeBytes: number): Promise<string> => {
    const path = join(mountPoint, "nbd");
    const server = ["[", "nbdkit", "memory", String(sizeBytes), "]"];
    spawn("nbdfuse", [path, ...server], { stdio: ["ignore", "inherit", "inherit"] });
    for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 20) {
      if (readFileSync("/proc/self/mountinfo", "utf8").includes(` ${mountPoint} `)) return path;
      await sleep(20);
    }
    throw new Error("nbdfuse did not mount within 10 s");
  },
};

/** Bytes that differ from what is there, so that no contender can leave a write out. */
function makeSource(sizeBytes: number): void {
  const piece = openStream("bench", "writes").bytes(1 << 20);
  const file = openSync(sourcePath, "w");
  for (let at = 0; at < sizeBytes; at += piece.length) {
    piece.writeUInt32LE(at / piece.length, 0);
    writeSync(file, piece);
  }
  closeSync(file);
}

function writeLastByte(path: string, sizeBytes: number): void {
  const file = openSync(path, "w");
  writeSync(file, Buffer.alloc(1), 0, 1, sizeBytes - 1);
  closeSync(file);
}

async function dd(run: RunTool, path: string, count: number): Promise<WritesResult> {
  const operands = [`if=${sourcePath}`, `of=${path}`, `bs=${writeBytes}`, `count=${count}`];
  const command = ["dd", ...operands, "conv=notrunc"] as [string, ...string[]];
  const ended = await run(command, { timeoutMs: 60_000 });
  if (ended.exitCode !== 0) throw new Error(`dd failed: ${reasonOf(ended)}`);
  const seconds = Number(/copied, ([\d.e-]+) s/.exec(ended.stderr)?.[1]);
  if (!(seconds > 0)) throw new Error(`dd did not tell its time: ${ended.stderr}`);
  return { writesPerSecond: Math.round(count / seconds), command: command.join(" ") };
}
