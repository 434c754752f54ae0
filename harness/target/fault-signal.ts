import { constants } from "node:os";
import type { Exit } from "./launcher.js";

/**
 * Signals that a program brings on itself: nobody sends them on purpose. Others come from outside,
 * as SIGKILL does when memory is short: they say nothing of what the program was given.
 */
export const faultSignals = [
  "SIGILL",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGSEGV",
  "SIGSYS",
  "SIGTRAP",
] as const;

/**
 * The signal of the fault that has ended a command, or, as shells tell it by 128 and more, a child
 * of it; undefined where none has.
 */
export function faultSignal({ exitCode, signal }: Exit): string | undefined {
  return faultSignals.find((name) => name === signal || exitCode === 128 + constants.signals[name]);
}
