import { readFileSync, rmSync } from "node:fs";
import { HarnessError } from "../../model/errors.js";
import { queuesFolder } from "../sandbox.js";
import { reasonOf, type RunTool } from "../tool.js";
import { shownPath } from "../../model/tree/raw-path.js";
import { namesIn, pathIn } from "./names.js";

/** What System V IPC keeps, by the files that list it (proc(5)). */
const systemV = [
  { list: "/proc/sysvipc/shm", noun: "shared memory" },
  { list: "/proc/sysvipc/sem", noun: "semaphores" },
  { list: "/proc/sysvipc/msg", noun: "message queue" },
] as const;

/** What is shared by processes of this sandbox and is no file, in words: nobody may be running. */
export function leftIpc(): string[] {
  const queues = namesIn(queuesFolder).map((name) => `message queue /${shownPath(name)}`);
  return [...leftSystemV(), ...queues];
}

/** Removes all of it. Throws HarnessError where that can't be done. */
export async function emptyIpc(runTool: RunTool): Promise<void> {
  for (const name of namesIn(queuesFolder)) rmSync(pathIn(queuesFolder, name));
  if (leftSystemV().length === 0) return;
  const removed = await runTool(["ipcrm", "--all"]);
  if (leftSystemV().length === 0) return;
  throw new HarnessError(`cannot remove what a target has left shared: ${reasonOf(removed)}`);
}

function leftSystemV(): string[] {
  return systemV.flatMap(({ list, noun }) =>
    keysIn(textOf(list)).map((key) => `${noun} (System V), key ${key >>> 0}`),
  );
}

/** The first field of each line below the head. */
function keysIn(list: string): number[] {
  return [...list.matchAll(/^ *(-?\d+)/gm)].map(([, key]) => Number(key));
}

/** Empty where this kernel knows nothing of the kind. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
