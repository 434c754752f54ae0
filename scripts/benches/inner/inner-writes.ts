import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStream } from "../../../harness/model/prng.js";
import { Shim } from "../../../harness/shim/shim.js";
import { startLauncher } from "../../../harness/target/launcher.js";
import { sandboxFolder } from "../../../harness/target/sandbox.js";
import { reasonOf, runTool, type RunTool } from "../../../harness/target/tool.js";
import type { WritesResult, WritesTask } from "../tasks.js";

const writeBytes = 512;
const mountPoint = join(sandboxFolder, "mnt");
const sourcePath = join(sandboxFolder, "source");

/** Writes with dd once to warm up and once for the clock. dd tells its own time. */
export async function runWrites({ contender, writeCount }: WritesTask): Promise<WritesResult> {
  const launcher = startLauncher();
  const sizeBytes = writeCount * writeBytes;
  makeSource(sizeBytes);
  mkdirSync(mountPoint);
  const { path, close } = await open[contender](sizeBytes);
  await dd(launcher.runTool, path, Math.ceil(writeCount / 4));
  const result = await dd(launcher.runTool, path, writeCount);
  await close?.();
  return result;
}

/** Where to write, and how to end a server that would leave something behind. */
interface Opened {
  readonly path: string;
  readonly close?: () => Promise<void>;
}

const open = {
  plain: (sizeBytes: number): Promise<Opened> => {
    const path = join(mountPoint, "disk.img");
    writeLastByte(path, sizeBytes);
    return Promise.resolve({ path });
  },

  shim: async (sizeBytes: number): Promise<Opened> => {
    const shim = await Shim.mount(mountPoint, sizeBytes, runTool);
    shim.begin({});
    return { path: shim.diskPath };
  },

  nbdfuse: async (sizeBytes: number): Promise<Opened> => {
    const path = join(mountPoint, "nbd");
    const server = ["[", "nbdkit", "memory", String(sizeBytes), "]"];
    const child = spawn("nbdfuse", [path, ...server], { stdio: ["ignore", "inherit", "inherit"] });
    // Its socket lies outside of the sandbox, and only an orderly end removes it.
    const close = async (): Promise<void> => {
      const ended = once(child, "exit");
      await runTool(["umount", mountPoint]);
      await ended;
    };
    for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 20) {
      if (readFileSync("/proc/self/mountinfo", "utf8").includes(` ${mountPoint} `)) {
        return { path, close };
      }
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
