import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join, relative } from "node:path";
import { execa } from "execa";
import killTree from "tree-kill";
import { toolEnvironment } from "./tool.js";

/** What processes share in memory: a sandbox covers it with a tmpfs of its own. */
export const sharedMemoryFolder = "/dev/shm";

/**
 * The folder of the harness in that tmpfs: mount point, images and scratch folders live there, so
 * that they vanish with the sandbox, whatever ends it. All that is beside it is the targets' own.
 */
export const sandboxFolder = join(sharedMemoryFolder, "own");

/** What the machine has in shared memory. */
export const machineMemoryFolder = join(sandboxFolder, "machine");

/** The POSIX message queues of a sandbox, as files (mq_overview(7)). */
export const queuesFolder = join(sandboxFolder, "queues");

/** Where a sandbox has a path of the machine: for what is not shown to targets. */
export function pathInSandbox(path: string): string {
  const below = relative(sharedMemoryFolder, path);
  return below.startsWith("..") ? path : join(machineMemoryFolder, below);
}

/** Node with a small young generation: what a worker keeps is in the arenas, not in its heap. */
export const nodeProgram = [process.execPath, "--max-semi-space-size=2"] as const;

/**
 * The command line that runs a program in a sandbox, pinned to one CPU: own mounts, own process
 * numbers, own shared memory and queues, and death when the starter dies, even by SIGKILL. The
 * shell in between is process 1 and reaps what the targets orphan.
 */
export function sandboxed(command: readonly string[], cpu: number): [string, ...string[]] {
  const asRoot = process.geteuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  // As it is written, the dot is what was there before: the shell has not left it.
  const bindMachine = `mount --no-canonicalize --bind . ${machineMemoryFolder}`;
  const setUp = [
    `cd ${sharedMemoryFolder}`,
    `mount -t tmpfs -o mode=1777,size=90% tmpfs ${sharedMemoryFolder}`,
    `mkdir -m 755 ${sandboxFolder} ${machineMemoryFolder} ${queuesFolder}`,
    // An ordinary user can't bind what has other mounts below it; nothing of it is seen then.
    `{ ${bindMachine} 2>/dev/null || rmdir ${machineMemoryFolder}; }`,
    'cd "$OLDPWD" 2>/dev/null || cd /',
    `{ ! grep -qw mqueue /proc/filesystems || mount -t mqueue mqueue ${queuesFolder}; }`,
    // What is mounted later is seen under the covers of targets too: see outside/.
    "mount --make-rshared /",
  ].join(" && ");
  const shell = `${setUp} || exit 70; "$@" & wait $!`;
  return [
    ...["taskset", "--cpu-list", String(cpu)],
    ...["setpriv", "--pdeathsig", "KILL"],
    ...[
      "unshare",
      ...asRoot,
      "--mount",
      "--pid",
      "--ipc",
      "--fork",
      "--kill-child",
      "--mount-proc",
    ],
    ...["sh", "-c", shell, "sh"],
    ...command,
  ] as [string, ...string[]];
}

/** The CPU that the kernel has put this process on: field 39 of its stat (proc(5)). */
const startCpu = Number(readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ")[36]);

/**
 * Numbers of the CPUs that this process may use, from /proc/self/status. The one that it was
 * started on comes first: there was room there, and of several processes not all begin with one.
 */
export function allowedCpus(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  const cpus = (list ?? "0").split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  const at = Math.max(0, cpus.indexOf(startCpu));
  return [...cpus.slice(at), ...cpus.slice(0, at)];
}

/** How a program in a sandbox has ended. */
export interface SandboxEnd {
  /** Somebody sent it SIGKILL, as the kernel does where memory runs out. */
  readonly wasKilled: boolean;
  /** The signal or exit code, with what it said on stderr. */
  readonly reason: string;
}

/** What a shell, and the program that makes the sandbox, exit with for a child that was killed. */
const killedExitCode = 128 + constants.signals.SIGKILL;

/** A Node program in a sandbox, spoken to by messages. */
export interface Sandboxed {
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  readonly ended: Promise<SandboxEnd>;
  /** Ends it and everything in it, at once. */
  kill(): Promise<void>;
}

/** Starts a compiled entry file in a sandbox on one CPU, in a session of its own. */
export function startSandboxed(entry: string, cpu: number): Sandboxed {
  const [file, ...args] = sandboxed([...nodeProgram, entry], cpu);
  const child = execa(file, args, {
    ipc: true,
    reject: false,
    detached: true,
    cleanup: true,
    stdin: "ignore",
    stdout: "ignore",
    env: toolEnvironment(),
  });
  const ended = child.then((result) => {
    const said = result.stderr.trim().split("\n").slice(-5).join(" | ");
    const how = result.signal ?? `exit code ${result.exitCode ?? "none"}`;
    const wasKilled = result.signal === "SIGKILL" || result.exitCode === killedExitCode;
    return { wasKilled, reason: said === "" ? how : `${how}: ${said}` };
  });
  return {
    // Where the channel is closed already, `ended` tells.
    send: (message) => void child.send(message, () => undefined),
    onMessage: (listener) => void child.on("message", listener),
    ended,
    async kill() {
      const { pid } = child;
      if (pid !== undefined) {
        await new Promise<void>((resolve) => killTree(pid, "SIGKILL", () => resolve()));
      }
      await ended;
    },
  };
}
