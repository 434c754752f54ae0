import type { ToolResult } from "../../target/tool.js";

/**
 * Signals that a program brings on itself. Others come from outside, as SIGKILL does when memory
 * is short: they say nothing of what the program was given.
 */
const faults = ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP", "SIGSYS"];

/** E2fsck catches its own faults, prints them, and ends with the code of an error. */
const caught = /^Signal \(\d+\) (SIG[A-Z]+)/m;

/** The signal of the fault that has ended a program, undefined where none has. */
export function faultOf({ signal, stdout, stderr }: ToolResult): string | undefined {
  const name = signal ?? caught.exec(`${stderr}\n${stdout}`)?.[1];
  return name !== undefined && faults.includes(name) ? name : undefined;
}
