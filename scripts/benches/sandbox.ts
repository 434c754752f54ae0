import { fileURLToPath } from "node:url";
import { allowedCpus, nodeProgram, sandboxed } from "../../harness/target/sandbox.js";
import type { InnerTask } from "./tasks.js";
import { runGroup } from "../checks/processes.js";

const inner = fileURLToPath(new URL("inner/inner-main.js", import.meta.url));

/** The CPU that a pinned task has for itself: the last one, since the first serves interrupts. */
export const benchCpu = allowedCpus().at(-1) ?? 0;

export interface InnerOptions {
  /** Lets the task and all it starts use every CPU. */
  readonly unpinned?: boolean;
  readonly timeoutMs?: number;
}

/** Does a task in a sandbox of its own, and returns what it printed. */
export async function runInner<Result>(
  task: InnerTask,
  { unpinned = false, timeoutMs = 120_000 }: InnerOptions = {},
): Promise<Result> {
  const free = ["taskset", "--cpu-list", allowedCpus().join(",")];
  const program = [...nodeProgram, inner, JSON.stringify(task)];
  const command = sandboxed([...(unpinned ? free : []), ...program], benchCpu);
  const { output, timedOut } = await runGroup(command, timeoutMs);
  const line = output.split("\n").find((each) => each.startsWith("{"));
  if (line !== undefined) return JSON.parse(line) as Result;
  const reason = timedOut ? `killed after ${timeoutMs} ms` : "it ended without a result";
  throw new Error(`${task.kind}: ${reason}. It said:\n${output.trim()}`);
}
