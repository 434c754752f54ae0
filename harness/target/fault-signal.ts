import { constants } from "node:os";
import type { Exit } from "./launcher.js";

/** Signals that a program brings on itself: nobody sends them on purpose. */
const faults = ["SIGILL", "SIGABRT", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGSYS", "SIGTRAP"] as const;

/**
 * The signal of the fault that has ended a command, or, as shells tell it by 128 and more, a child
 * of it; undefined where none has.
 */
export function faultSignal({ exitCode, signal }: Exit): string | undefined {
  return faults.find((name) => name === signal || exitCode === 128 + constants.signals[name]);
}
