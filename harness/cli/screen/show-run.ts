import { programName } from "../../catalogue/places.js";
import { exitCodes } from "../../model/errors.js";
import { shellWord } from "../../model/shell-word.js";
import { StillWatch } from "../../session/run/still-watch.js";
import type { CasesRun } from "../../session/run/run-events.js";
import { BriefScreen } from "./brief-screen.js";
import { VerboseScreen } from "./verbose-screen.js";

/** How much is told of a run: each kind of finding once, or all of it. */
export type Detail = "brief" | "verbose";

const stillMinutes = 10;

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
  const still = new StillWatch(stillMinutes * 60_000, () => {
    screen.show({ kind: "notice", text: `no case for ${stillMinutes} minutes: it stands still` });
  });
  try {
    for await (const event of run.events) {
      if (event.kind !== "recording") still.heard();
      screen.show(event);
    }
  } finally {
    still.stop();
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
