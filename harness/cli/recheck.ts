import logUpdate from "log-update";
import { exitCodes } from "../model/errors.js";
import { recheckText } from "../report/recheck-text.js";
import { recheck, type Recheck } from "../session/recheck/recheck.js";

/** Judges a stored run again, and says what has changed. Returns the exit code. */
export async function recheckCommand(path: string, signal: AbortSignal): Promise<number> {
  const isLive = process.stdout.isTTY;
  const result = await recheck(path, (text) => isLive && logUpdate(text), signal);
  if (isLive) logUpdate.clear();
  console.log(recheckText(result));
  return exitCodeOf(result);
}

function exitCodeOf({ cases, golden }: Recheck): number {
  const changes = [golden, ...cases.flatMap((each) => ("change" in each ? [each.change] : []))];
  if (changes.some(({ came }) => came.length > 0)) return exitCodes.violated;
  const isOpen = cases.some(({ verdict }) => verdict === "undecided");
  return isOpen ? exitCodes.undecided : exitCodes.held;
}
