import { readFileSync } from "node:fs";

/**
 * The folder that a sandbox covers with a tmpfs of its own: mount point, images and scratch
 * folders live there, so that they vanish with the sandbox, whatever ends it.
 */
export const sandboxFolder = "/dev/shm";

/**
 * The command line that runs a program in a sandbox, pinned to one CPU: own mounts, own process
 * numbers, and death when the starter dies, even by SIGKILL. The shell in between is process 1
 * and reaps what the targets orphan.
 */
export function sandboxed(command: readonly string[], cpu: number): [string, ...string[]] {
  const asRoot = process.geteuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const shell = `mount -t tmpfs -o mode=755,size=90% tmpfs ${sandboxFolder} || exit 70; "$@" & wait $!`;
  return [
    ...["taskset", "--cpu-list", String(cpu)],
    ...["setpriv", "--pdeathsig", "KILL"],
    ...["unshare", ...asRoot, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
    ...["sh", "-c", shell, "sh"],
    ...command,
  ] as [string, ...string[]];
}

/** Numbers of the CPUs that this process may use, from /proc/self/status. */
export function allowedCpus(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return (list ?? "0").split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
