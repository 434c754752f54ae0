import { writeFileSync } from "node:fs";
import { exitCodes, HarnessError, UsageError } from "../model/errors.js";
import { codeOf } from "../model/file-problem.js";
import { writeReport } from "../report/formats/formats.js";
import { reportFormats, type ReportFormat } from "../report/formats/names.js";
import { runLines } from "../report/formats/text.js";
import { readRuns } from "../store/read-runs.js";

/** The options of `report`, as the command line gives them. */
export interface ReportTexts {
  readonly format?: string;
  readonly output?: string;
}

/**
 * Writes a report of stored runs, also of ones that were killed. Without a format it prints the
 * tables and totals. Returns the exit code.
 */
export function reportCommand(paths: readonly string[], { format, output }: ReportTexts): number {
  const chosen = formatFrom(format ?? "text");
  const runs = readRuns(paths);
  if (output !== undefined) write(output, writeReport[chosen](runs));
  else if (format === undefined) for (const line of runs.flatMap(runLines)) console.log(line);
  else process.stdout.write(writeReport[chosen](runs));
  return exitCodes.held;
}

function formatFrom(name: string): ReportFormat {
  const format = reportFormats.find((each) => each === name);
  if (format !== undefined) return format;
  throw new UsageError(`--format: expected one of ${reportFormats.join(", ")}; found "${name}"`);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new HarnessError(`cannot write ${path} (${codeOf(cause)})`, { cause });
  }
}
