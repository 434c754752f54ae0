import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { programName } from "../../catalogue/places.js";
import { codeOf } from "../../model/file-problem.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { requireFree } from "../../session/export-log.js";
import { scenarioText } from "../../session/init/scenario-text.js";
import { tryCommand } from "../../session/init/try-command.js";
import { durationFrom } from "../values.js";

/** The options of `init`, as the command line gives them. */
export interface InitTexts {
  readonly disk?: string;
  readonly out: string;
  readonly timeout: string;
}

/** Runs a command once on a copy of an image, and writes a scenario with what it did. */
export async function initCommand(
  [program = "", ...args]: readonly string[],
  { disk, out, timeout }: InitTexts,
  signal: AbortSignal,
): Promise<number> {
  const isPrinted = out === "-";
  if (!isPrinted) requireFree(out);
  const timeoutSeconds = Math.ceil(durationFrom("timeout", timeout) / 1000);
  const tried = { disk, command: [program, ...args] as const, timeoutSeconds };
  const trial = await tryCommand(tried, (line) => console.error(line), signal);
  const text = scenarioText(tried, trial, isPrinted ? "." : dirname(out));
  if (isPrinted) {
    process.stdout.write(text);
    return exitCodes.held;
  }
  write(out, text);
  const path = /^[./]/.test(out) ? out : `./${out}`;
  console.log(`${path}: tighten it where it says so, then run`);
  console.log(`  ${programName} check ${path}`);
  console.log(`  ${programName} explore --scenario ${path}`);
  return exitCodes.held;
}

/** Never over a file that has come there meanwhile. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (cause) {
    if (codeOf(cause) === "EEXIST" || existsSync(path)) {
      throw new UsageError(`--out: ${path} is there already`, { cause });
    }
    throw new UsageError(`--out: cannot write ${path}`, { cause });
  }
}
