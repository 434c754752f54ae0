import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { prepareImage } from "../catalogue/base-image.js";
import type { ExportedLog } from "../media/medium.js";
import { parseCaseId, type CaseId } from "../model/case-id.js";
import { HarnessError, UsageError } from "../model/errors.js";
import { checkHost } from "../runner/lab/check-host.js";
import { noRunIn, readRunJson } from "../store/run-folder.js";
import { withWorker } from "./one-worker.js";
import { requireSubjectOf, type Subject } from "./subject/subject.js";

/** What a log is wanted of: a case, up to its first crash, or a whole run. */
export type ExportedRun = Pick<CaseId, "scenario" | "target" | "fingerprint"> &
  Partial<Pick<CaseId, "cuts">>;

/** A log that was written. */
export interface Exported extends ExportedLog {
  readonly imagePath: string;
}

/** Reads a case id, or the run.json of a run's folder. Throws UsageError. */
export function exportedRun(what: string): ExportedRun {
  if (what.includes(":")) return parseCaseId(what);
  const path = resolve(what);
  const run = readRunJson(path);
  if (run === undefined) throw noRunIn(path);
  return run;
}

/** Throws UsageError where a log can't be written to a path, or something is there. */
export function requireFree(path: string): void {
  if (!existsSync(dirname(path))) throw new UsageError(`--out: there is no ${dirname(path)}`);
  if (existsSync(path)) throw new UsageError(`--out: ${path} is there already`);
}

/** Records the run of a case or of a stored run's scenario, and writes it for other tools. */
export async function exportLog(
  wanted: ExportedRun,
  subject: Subject,
  path: string,
  notice: (line: string) => void,
  signal: AbortSignal,
): Promise<Exported> {
  requireSubjectOf(wanted, subject);
  checkHost();
  const { path: imagePath } = await prepareImage(subject.scenario, notice);
  return withWorker(subject, imagePath, signal, async (worker) => {
    const golden = await worker.record();
    if ("undecided" in golden) throw new HarnessError(golden.undecided);
    const writeCount = writesOf(wanted, golden.writeCount);
    if (writeCount > golden.writeCount) {
      throw new UsageError(
        `the run has ${golden.writeCount} writes, the id asks for ${writeCount}`,
      );
    }
    return { imagePath, ...(await worker.exportLog(path, writeCount)) };
  });
}

function writesOf({ cuts }: ExportedRun, all: number): number {
  const first = cuts?.[0];
  if (first === undefined || first.kind === "line") return all;
  return first.writes + (first.kind === "write" && first.bytes > 0 ? 1 : 0);
}
