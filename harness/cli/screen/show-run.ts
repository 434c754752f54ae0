import { programName } from "../../catalogue/places.js";
import { exitCodes } from "../../model/errors.js";
import { shellWord } from "../../model/shell-word.js";
import type { CasesRun } from "../../session/run/run-events.js";
import { BriefScreen } from "./brief-screen.js";
import { VerboseScreen } from "./verbose-screen.js";

/** How much is told of a run: each kind of finding once, or all of it. */
export type Detail = "brief" | "verbose";

const screens = { brief: BriefScreen, verbose: VerboseScreen } as const;

/** The option that asks for all of it. */
export const verboseOption = [
  "--verbose",
  "tell all: each table, and each failure in full",
] as const;

/** What `--verbose` says, typed. */
export function detailFrom({ verbose }: { readonly verbose?: boolean }): Detail {
  return verbose === true ? "verbose" : "brief";
}

/** Shows a run from its beginning to its totals. Returns the exit code. */
export async function showRun(run: CasesRun, detail: Detail): Promise<number> {
  const screen = new screens[detail]();
  try {
    for await (const event of run.events) screen.show(event);
  } finally {
    screen.stop();
    run.stop();
  }
  const { end, verdict, folder } = await run.done;
  if (end.kind === "stopped") {
    console.log(goOnLine(folder));
    throw end.cause;
  }
  return exitCodes[verdict];
}

/** How a run, or a night, goes on that was stopped. */
export function goOnLine(folder: string): string {
  return `Go on with it: ${programName} soak --continue ${shellWord(folder)}`;
}
