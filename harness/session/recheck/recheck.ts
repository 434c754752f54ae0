import { prepareImage } from "../../catalogue/base-image.js";
import { messageOf, UsageError } from "../../model/errors.js";
import { checkHost } from "../../runner/lab/check-host.js";
import type { WorkerHandle } from "../../runner/workers/worker.js";
import { failureFolderPath, isKept } from "../../store/failures/failure-folder.js";
import { readFailure } from "../../store/failures/read-failure.js";
import { readRun } from "../../store/run-folder.js";
import { withWorker } from "../one-worker.js";
import { changeBetween, changeOf, joined, type Change } from "./changes.js";
import { absentTarget, scenarioOfRun } from "./scenario-of-run.js";

/** A case that was judged again; or why it could not be. */
export type Rechecked = { readonly id: string } & (
  | {
      readonly verdict: "judged";
      readonly change: Change;
      /** Of uninterrupted runs. */
      readonly golden: Change;
      /** What its resume has left was judged, too. */
      readonly hasEnd: boolean;
    }
  | { readonly verdict: "undecided"; readonly reason: string }
);

/** A run whose kept failures were judged again by the checkers of today. */
export interface Recheck {
  readonly cases: readonly Rechecked[];
  /** What has changed in what is wrong without a crash. */
  readonly golden: Change;
  /** Cases that have left no evidence: they held, or there is enough of their kind. */
  readonly notKeptCount: number;
}

/**
 * Judges the failures of a run again of which the evidence is kept: the bytes of their crash
 * images, and of what their resumes have left, without the target. `tell` hears how far it is.
 * Throws UsageError where there are none, or the scenario or the image is another one now.
 */
export async function recheck(
  path: string,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<Recheck> {
  const { run, cases } = readRun(path);
  const ids = [...new Set(cases.map(({ id }) => id))];
  const kept = ids.filter((id) => isKept(path, id));
  if (kept.length === 0) throw new UsageError(`${path}: no evidence of any case is kept in it`);
  const scenario = await scenarioOfRun(run);
  checkHost();
  const image = await prepareImage(scenario, tell);
  if (image.sha256 !== run.imageSha256) {
    throw new UsageError(`${image.path} is not the image that ${path} was run on`);
  }
  const subject = { scenario, target: absentTarget(run) };
  const rechecked = await withWorker(subject, image.path, signal, async (worker) => {
    const done: Rechecked[] = [];
    for (const id of kept) {
      signal.throwIfAborted();
      done.push(await recheckOne(worker, id, failureFolderPath(path, id)));
      tell(`${done.length} of ${kept.length} judged again`);
    }
    return done;
  });
  return {
    cases: rechecked,
    golden: joined(rechecked.flatMap((each) => ("golden" in each ? [each.golden] : []))),
    notKeptCount: ids.length - kept.length,
  };
}

async function recheckOne(worker: WorkerHandle, id: string, folder: string): Promise<Rechecked> {
  try {
    const { judged } = readFailure(folder);
    const again = await worker.judgeAgain(folder);
    if (again.verdict === "undecided") return { id, ...again };
    if (judged === undefined) throw new Error(`${folder}: nothing was stored to be judged again`);
    return {
      ...{ id, verdict: "judged", hasEnd: again.end !== undefined },
      change: changeOf(judged, again),
      golden: changeBetween(judged.golden.findings, again.golden),
    };
  } catch (error) {
    return { id, verdict: "undecided", reason: messageOf(error) };
  }
}
