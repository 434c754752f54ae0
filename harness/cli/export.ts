import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseCaseId, type CaseId } from "../model/case-id.js";
import { exitCodes, HarnessError, UsageError } from "../model/errors.js";
import { counted } from "../report/words.js";
import { checkHost } from "../runner/lab/check-host.js";
import { loadDevices } from "../catalogue/devices.js";
import { prepareImage } from "../catalogue/base-image.js";
import { WorkerHandle } from "../runner/workers/worker.js";
import { readRun } from "../store/run-folder.js";
import { allowedCpus } from "../target/sandbox.js";
import { subjectOf } from "./replay.js";
import type { SubjectOptions } from "./subject.js";

/** The options of `export`, as the command line gives them. */
export interface ExportOptions extends SubjectOptions {
  readonly format: string;
  readonly out: string;
}

/**
 * Records the run of a case or of a stored run's scenario, and writes it for other tools. The log
 * of a case ends at its first crash.
 */
export async function exportCommand(
  what: string,
  command: readonly string[],
  options: ExportOptions,
  signal: AbortSignal,
): Promise<number> {
  const path = resolve(options.out);
  if (!existsSync(dirname(path))) throw new UsageError(`--out: there is no ${dirname(path)}`);
  if (existsSync(path)) throw new UsageError(`--out: ${path} is there already`);
  const id = idFrom(what);
  const { scenario, target } = await subjectOf(id, options, command);
  checkHost();
  const image = await prepareImage(scenario, (line) => console.log(line));
  const worker = new WorkerHandle(allowedCpus()[0] ?? 0);
  const stop = () => void worker.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await worker.open({ scenario, target, imagePath: image.path, devices: loadDevices() });
    const golden = await worker.record();
    if ("undecided" in golden) throw new HarnessError(golden.undecided);
    const writeCount = writesOf(id, golden.writeCount);
    if (writeCount > golden.writeCount) {
      throw new UsageError(
        `the run has ${golden.writeCount} writes, the id asks for ${writeCount}`,
      );
    }
    const { entryCount, losses } = await worker.exportLog(path, writeCount);
    console.log(`${path}: ${counted(entryCount, "entry", "entries")}, 512-byte sectors`);
    console.log(`replay it on a copy of ${image.path}`);
    if (id.cuts?.[0]?.kind === "interrupt") {
      console.log("it ends where ctrl-C came: what the target wrote after that is not in it");
    }
    for (const { name, count } of losses) {
      if (count > 0) console.log(`a log can't say it as the trace does: ${name} ${count}`);
    }
    return exitCodes.held;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.close();
  }
}

type Wanted = Pick<CaseId, "scenario" | "target" | "fingerprint"> & Partial<Pick<CaseId, "cuts">>;

function idFrom(what: string): Wanted {
  if (what.includes(":")) return parseCaseId(what);
  return readRun(resolve(what)).run;
}

function writesOf({ cuts }: Wanted, all: number): number {
  const first = cuts?.[0];
  if (first === undefined || first.kind === "line") return all;
  return first.writes + (first.kind === "write" && first.bytes > 0 ? 1 : 0);
}
