import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Which other processes have a file open, as far as this one may see that. */
export function processesWithOpen(path: string): number[] {
  const real = realpathSync(path);
  return namesIn("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => filesOf(name).includes(real))
    .map(Number);
}

function filesOf(pid: string): string[] {
  const folder = join("/proc", pid, "fd");
  return namesIn(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      return []; // It was closed while we looked.
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // It ended while we looked, or is somebody else's.
  }
}
