import type { RunTool } from "../../target/tool.js";

/**
 * Starts the tools of one case after the other. Once the time of the run is up, a case in which a
 * tool has not ended begins no other: so it takes the limit of one tool longer, and not of all.
 */
export class BoundedTools {
  readonly #runTool: RunTool;
  readonly #clock: () => number;
  #deadlineMs = Infinity;
  #hasHung = false;
  #isOutOfTime = false;

  /** `clock` gives milliseconds. */
  constructor(runTool: RunTool, clock: () => number) {
    this.#runTool = runTool;
    this.#clock = clock;
  }

  /** A case begins; the time of its run is up in so many milliseconds. */
  begin(leftMs: number): void {
    this.#deadlineMs = this.#clock() + leftMs;
    this.#hasHung = false;
    this.#isOutOfTime = false;
  }

  /** A tool was not started: what came of the case says nothing. */
  isOutOfTime(): boolean {
    return this.#isOutOfTime;
  }

  /** Throws an error where no tool may be started any more. */
  readonly run: RunTool = async (command, options) => {
    this.#isOutOfTime ||= this.#hasHung && this.#clock() >= this.#deadlineMs;
    if (this.#isOutOfTime) throw new Error(`no time is left to run ${command[0]}`);
    const result = await this.#runTool(command, options);
    this.#hasHung ||= result.timedOut;
    return result;
  };
}
