import { isInstalled } from "../installed.js";
import { reasonOf, type RunTool } from "../tool.js";

type Command = readonly [string, ...string[]];

const watcher = ["strace", "-f", "-qqq", "-y", "-k", "--seccomp-bpf", "-e", "signal=none"] as const;

/** They start what may change a medium: whose arguments tell what a process is. */
const starts = ["execve", "execveat", "fork", "vfork", "clone", "clone3"];

/** Calls that change a file, and which of the descriptors among their arguments is the file's. */
export const changingCalls: Readonly<Record<string, "first" | "second">> = {
  ...{ write: "first", pwrite64: "first", writev: "first", pwritev: "first", pwritev2: "first" },
  ...{ fallocate: "first", ftruncate: "first", sendfile: "first" },
  ...{ copy_file_range: "second", splice: "second" },
};

/** So much of each argument of a process is kept; what is written is as long in the log. */
const textBytes = 120;

const calls = `trace=${[...starts, ...Object.keys(changingCalls)].join(",")}`;

/** The same command under a watcher that adds to a log who calls what changes files. */
export function watchingCalls(command: Command, logPath: string): Command {
  return [...watcher, "-e", calls, "-s", String(textBytes), "-A", "-o", logPath, "--", ...command];
}

/** Why calls can't be watched on this machine; undefined where they can. */
export async function whyNoCalls(
  runTool: RunTool,
  has: (program: string) => boolean = isInstalled,
): Promise<string | undefined> {
  if (!has("strace")) return "strace is missing: install it (Debian's package: strace)";
  const tried = await runTool(watchingCalls(["true"], "/dev/null"));
  if (tried.exitCode === 0) return undefined;
  if (/stack.?trace/i.test(tried.stderr)) {
    return "this strace can't unwind stacks (strace -V: stack-trace): Debian's can";
  }
  return `strace may not watch here (ptrace is not allowed?): ${reasonOf(tried)}`;
}
