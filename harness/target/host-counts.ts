import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import process from "node:process";

/** What could be left behind on a machine, counted. */
export interface HostCounts {
  /** This process and all that it has started, and what that has. */
  readonly processes: number;
  readonly mounts: number;
  /** Loop devices that have a file. */
  readonly loops: number;
  /** Folders of this program's making in the folder for temporary files. */
  readonly tempFolders: number;
  /** Of this process. */
  readonly descriptors: number;
  readonly rssMiB: number;
}

/** Beginnings of the names of temporary folders: of the harness, and of its reference resizer. */
const tempNames = /^(?:crashpoint|resizer|foreign)-/;

/** Counts what is there now. */
export function countHost(): HostCounts {
  return {
    processes: familyOf(process.pid).length,
    mounts: readFileSync("/proc/self/mountinfo", "utf8").split("\n").length - 1,
    loops: namesIn("/sys/block").filter((name) =>
      existsSync(`/sys/block/${name}/loop/backing_file`),
    ).length,
    tempFolders: namesIn(tmpdir()).filter((name) => tempNames.test(name)).length,
    descriptors: namesIn("/proc/self/fd").length,
    rssMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
}

/** A process and its descendants. */
function familyOf(pid: number): number[] {
  const parents = new Map(
    namesIn("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)]),
  );
  const isOfFamily = (each: number): boolean => {
    for (let one: number | undefined = each; one !== undefined; one = parents.get(one)) {
      if (one === pid) return true;
    }
    return false;
  };
  return [...parents.keys()].filter(isOfFamily);
}

/** Undefined where it has none, or has ended while we looked; zombies have ended. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || parent === "0" ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
