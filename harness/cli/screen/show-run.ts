import { exitCodes } from "../../model/errors.js";
import type { CasesRun } from "../../session/run/run-events.js";
import { RunScreen } from "./run-screen.js";

/** Shows a run from its beginning to its totals. Returns the exit code. */
export async function showRun(run: CasesRun): Promise<number> {
  const screen = new RunScreen();
  try {
    for await (const event of run.events) screen.show(event);
  } finally {
    screen.stop();
    run.stop();
  }
  const { end, verdict } = await run.done;
  if (end.kind === "stopped") throw end.cause;
  return exitCodes[verdict];
}
