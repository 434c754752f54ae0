import { readdirSync, readFileSync } from "node:fs";

/** A process as /proc shows it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly processGroup: number;
  readonly state: string;
  readonly command: string;
}

/** All live processes of this process-number space, zombies left out. */
export function listProcesses(): ProcessInfo[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
    .filter(({ state }) => state !== "Z" && state !== "X");
}

function readProcess(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", , group = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    return { pid, processGroup: Number(group), state, command: line || name };
  } catch {
    return undefined; // It ended while we looked.
  }
}

/** SIGKILLs one process; one that is gone already is fine. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** SIGKILLs a process group; one that is gone already is fine. */
export function killGroup(processGroup: number): void {
  signalGroup(processGroup, "SIGKILL");
}

/** Sends a process group a signal, by its name or number; one that is gone already is fine. */
export function signalGroup(processGroup: number, signal: NodeJS.Signals | number): void {
  if (processGroup <= 1) return;
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
