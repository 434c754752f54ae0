import type { Exit, LaunchOrder } from "./launcher.js";

/** A command that was started. */
export interface Started {
  /** What a bench is told, so that it can kill the victim at a cut. */
  readonly id: number;
  readonly exited: Promise<Exit>;
}

/** What a kill ends: a process group, or a whole machine. It runs one command at a time. */
export interface Victim {
  /** Throws HarnessError when the command can't be started. */
  start(order: LaunchOrder): Promise<Started>;
  /** Kills what runs now, if anything does. */
  kill(): void;
  /**
   * Waits until all that the command has started is gone, for some time: for longer where it was
   * asked to end by itself, as its user is then in no hurry.
   */
  gone(how: "ended" | "interrupted"): Promise<void>;
  /** Whether an exit says that all went well, which these exit codes say. */
  succeeded(exit: Exit, successCodes: readonly number[]): boolean;
  /** Names what is still alive though all has ended or was killed, and ends it. */
  sweep(): Promise<readonly string[]>;
}
