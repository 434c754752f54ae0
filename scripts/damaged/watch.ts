import { Worker } from "node:worker_threads";
import { messageOf } from "../../harness/model/errors.js";

/** Numbers from `from` to before `to`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** A thread that works through numbers in order, and posts something with each of them. */
interface WatchedThread extends NumberRange {
  readonly script: URL;
  /** Given to the script as its workerData, with the numbers. */
  readonly data: object;
  /** How long the thread may take for one number. */
  readonly limitMs: number;
}

/** What a thread posts: at least the number that it has done. */
export interface Numbered {
  readonly number: number;
}

const largestHeapMb = 256;

/**
 * Runs the thread and calls `onResult` with each message. A number at which the thread does not
 * go on, breaks or runs out of memory is given to `onLost` with the reason, and a new thread goes
 * on behind it. Returns when all numbers are done, or when `onLost` says that it is enough.
 */
export async function watchNumbers(
  thread: WatchedThread,
  onResult: (result: Numbered) => void,
  onLost: (number: number, why: string) => "go on" | "stop",
): Promise<void> {
  let next = thread.from;
  while (next < thread.to) {
    const why = await runFrom({ ...thread, from: next }, (result) => {
      next = result.number + 1;
      onResult(result);
    });
    if (next >= thread.to) return;
    if (onLost(next, why ?? "the thread ended early") === "stop") return;
    next += 1;
  }
}

/** Runs one thread to its end. Returns why it ended where that was not by itself. */
async function runFrom(
  { script, data, limitMs, from, to }: WatchedThread,
  onResult: (result: Numbered) => void,
): Promise<string | undefined> {
  const worker = new Worker(script, {
    workerData: { ...data, from, to },
    resourceLimits: { maxOldGenerationSizeMb: largestHeapMb },
  });
  let why: string | undefined;
  const onLimit = () => {
    why = `no end after ${limitMs / 1000} s: a loop, or far too much work`;
    void worker.terminate();
  };
  const timer = setTimeout(onLimit, limitMs);
  worker.once("online", () => timer.refresh());
  worker.on("message", (result: Numbered) => {
    timer.refresh();
    onResult(result);
  });
  worker.on("error", (error) => {
    why ??= messageOf(error);
  });
  await new Promise((resolve) => {
    worker.once("exit", resolve);
  });
  clearTimeout(timer);
  return why;
}
