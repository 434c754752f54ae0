import type { Scenario } from "../../catalogue/scenario.js";
import type { Medium, OpenMedium, StoredEnds } from "../../media/medium.js";
import { parseCaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { shapeOf } from "../../model/steps.js";
import { pointAtEndOf } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";
import { readBlob } from "../../store/blob-store.js";
import type { FailureCase, StoredJudgement } from "../../store/failures/failure-case.js";
import { readFailure } from "../../store/failures/read-failure.js";

/** What the bytes of a stored case show to the judge of today; or why nothing can be said. */
export type JudgedAgain =
  | { readonly verdict: "undecided"; readonly reason: string }
  | {
      readonly verdict: "judged";
      /** What is wrong with uninterrupted runs. */
      readonly golden: readonly Fault[];
      readonly crashes: readonly (readonly Fault[])[];
      /** Absent where what a resume has left was not stored. */
      readonly end?: readonly Fault[];
    };

type Reopened = OpenMedium & { readonly findings: readonly Fault[] };

interface Undecided {
  readonly reason: string;
}

/** Judges stored cases of one scenario anew: nothing is run but checkers. */
export class JudgeAgain {
  readonly #medium: Medium;
  readonly #scenario: Scenario;
  /** By what uninterrupted runs the medium is open now: the same for most cases of a run. */
  #opened: { readonly key: string; readonly by: Reopened | Undecided } | undefined;

  constructor(medium: Medium, scenario: Scenario) {
    this.#medium = medium;
    this.#scenario = scenario;
  }

  /** Judges a failure's folder. Throws UsageError where something of it is missing or damaged. */
  async judge(folder: string): Promise<JudgedAgain> {
    const failure = readFailure(folder);
    const { judged } = failure;
    if (judged === undefined) {
      const { noun } = this.#medium.bench;
      throw new UsageError(`${folder}: nothing was stored by which a ${noun} can be judged again`);
    }
    const opened = await this.#open(folder, failure, judged);
    if ("reason" in opened) return { verdict: "undecided", reason: opened.reason };
    const crashes = await this.#crashes(folder, failure, judged, opened);
    const { bench } = this.#medium;
    if (judged.end === undefined) return { verdict: "judged", golden: opened.findings, crashes };
    bench.loadState(readBlob(folder, "states", judged.end.state));
    const { findings: end } = await opened.judge.atEnd(judged.end.told);
    return { verdict: "judged", golden: opened.findings, crashes, end };
  }

  async #open(
    folder: string,
    { devices }: FailureCase,
    { golden }: StoredJudgement,
  ): Promise<Reopened | Undecided> {
    const key = JSON.stringify([golden.trace, golden.runs, golden.rerun]);
    if (this.#opened?.key === key) return this.#opened.by;
    const { ends } = this.#medium;
    if (ends === undefined) throw new UsageError("this medium can't be judged without a run");
    const recorded = this.#runOf(readBlob(folder, "traces", golden.trace));
    const seen = await ends.judge(this.#scenario, storedEnds(folder, golden), recorded);
    const by =
      seen.kind === "differs"
        ? { reason: seen.reason }
        : {
            ...this.#medium.openBy(seen.golden, recorded, devices),
            findings: seen.findings,
          };
    this.#opened = { key, by };
    return by;
  }

  async #crashes(
    folder: string,
    { record, traces }: FailureCase,
    judged: StoredJudgement,
    { judge, crashes }: OpenMedium,
  ): Promise<Fault[][]> {
    const { cuts, seed } = parseCaseId(record.id);
    const found: Fault[][] = [];
    this.#medium.bench.resetToBase();
    for (const [index, { findings: _, ...scene }] of judged.crashes.entries()) {
      const cut = cuts[index];
      if (cut === undefined) break; // It has not landed, and so has left no image.
      const run = this.#runOf(readBlob(folder, "traces", traces[index] ?? ""));
      const maker = crashes.maker(run);
      const { torn } = maker.make(pointAtEndOf(run.shape.writeCount, cut), seed);
      const { promise } = scene;
      const { findings } = await judge.atCrash({ ...scene, promise, torn });
      maker.close();
      found.push([...findings]);
    }
    return found;
  }

  /** Its steps are no matter here. */
  #runOf(traceBytes: Buffer): RecordedRun {
    return this.#medium.bench.runOf(traceBytes, (trace) => shapeOf(trace, "run", []));
  }
}

function storedEnds(folder: string, { runs, rerun }: StoredJudgement["golden"]): StoredEnds {
  const read = (digest: string) => readBlob(folder, "states", digest);
  return {
    runs: [read(runs[0]), read(runs[1])],
    ...(rerun && { rerun: { bytes: read(rerun.state), exitedZero: rerun.exitedZero } }),
  };
}
