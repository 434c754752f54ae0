import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { killProcess, listProcesses } from "./processes.js";

/** How long a process that left its group may show that it still writes. */
const strayWatchMs = 150;

/** Waits until no member of a group is left: a dying process may still hold the medium. */
export async function groupGone(processGroup: number, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  do {
    if (!listProcesses().some((each) => each.processGroup === processGroup)) return;
    await sleep(1);
  } while (performance.now() < end);
}

/** Ends every process of this sandbox but those with these numbers. Returns their command lines. */
export async function sweepStrays(own: ReadonlySet<number | undefined>): Promise<string[]> {
  const strays = () => listProcesses().filter(({ pid }) => !own.has(pid));
  const found = strays();
  if (found.length === 0) return [];
  await sleep(strayWatchMs);
  for (let left = strays(); left.length > 0; left = strays()) {
    for (const { pid } of left) killProcess(pid);
    await sleep(2);
  }
  return found.map(({ command }) => command);
}
