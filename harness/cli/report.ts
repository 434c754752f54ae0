import { writeFileSync } from "node:fs";
import { join } from "node:path";
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
 * tables and totals, and writes the page: to `output`, or beside the runs. Returns the exit code.
 */
export function reportCommand(paths: readonly string[], { format, output }: ReportTexts): number {
  const chosen = formatFrom(format ?? "html");
  const runs = readRuns(paths);
  if (format === undefined) {
    for (const line of runs.flatMap(runLines)) console.log(line);
    const page = output ?? pageBeside(paths);
    write(page, writeReport[chosen](runs));
    console.log(`\nThe page, to be opened in a browser: ${page}`);
  } else if (output !== undefined) write(output, writeReport[chosen](runs));
  else process.stdout.write(writeReport[chosen](runs));
  return exitCodes.held;
}

/** In the folder that was named, or where the user is if there are several. */
function pageBeside([first, ...more]: readonly string[]): string {
  return first !== undefined && more.length === 0 ? join(first, "report.html") : "report.html";
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
    const next = "name another place with --output FILE, or print it with --format text";
    throw new HarnessError(`cannot write ${path} (${codeOf(cause)}); ${next}`, { cause });
  }
}
