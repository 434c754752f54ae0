import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { runTool } from "../../harness/target/tool.js";
import { median, type GroupResult } from "./report.js";

const goalMs = 2000;
const image = `truncate -s 8M "$1" && mke2fs -q -F -t ext4 "$1"`;

/** From the command line to the first judged case of a quick target, which the user sees then. */
export async function benchFirstCase(repetitions: number): Promise<GroupResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-first-"));
  try {
    const disk = join(folder, "disk.img");
    await runTool(["sh", "-ec", image, "sh", disk]);
    const words = ["explore", "--disk", disk, "--seed", "1", "--results", join(folder, "results")];
    const command = ["scripts/crashpoint", ...words, "--verbose", "--", "e2fsck", "-fy", "{disk}"];
    const values: number[] = [];
    for (let run = 0; run < repetitions; run += 1) values.push(await firstCaseMs(command));
    const shown = "scripts/crashpoint explore --disk 8-MIB-EXT4 -- e2fsck -fy {disk}";
    const verdict = {
      name: "from the command line to the first judged case",
      value: median(values),
      unit: "ms",
      goal: `at most ${goalMs}`,
      reached: median(values) <= goalMs,
    };
    return {
      rows: [{ name: "first judged case", unit: "ms", values, command: shown }],
      verdicts: [verdict],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function firstCaseMs([program = "", ...args]: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let seenMs: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (/^case \d+ (?:held|violated|undecided)/.test(line)) seenMs ??= performance.now() - began;
  }
  await ended;
  if (seenMs === undefined) throw new Error(`${program} has ended, and has judged no case`);
  return seenMs;
}
