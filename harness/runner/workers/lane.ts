import { performance } from "node:perf_hooks";
import { messageOf } from "../../model/errors.js";
import type { CaseOrder } from "../case/case-order.js";
import { caseRecord } from "../case/case-record.js";
import { noEvidence } from "../evidence/evidence.js";
import type { KeptEvidence, KeptPart } from "../evidence/kept-failures.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { CaseReply, Loss } from "./messages.js";
import type { WorkerHandle } from "./worker.js";

/** So many workers may be lost one after the other: then it is not the cases that do it. */
const mostLosses = 3;

/** The workers of one CPU, one after the other: where one is lost, another takes its place. */
export class Lane {
  #worker: WorkerHandle;
  readonly #names: { readonly scenario: Scenario; readonly target: Target };
  readonly #replace: () => Promise<WorkerHandle>;
  readonly #signal: AbortSignal;
  #lossesInARow = 0;

  /** `replace` gives a worker that is ready for cases; `signal` says that all are to end. */
  constructor(
    worker: WorkerHandle,
    names: { readonly scenario: Scenario; readonly target: Target },
    replace: () => Promise<WorkerHandle>,
    signal: AbortSignal,
  ) {
    this.#worker = worker;
    this.#names = names;
    this.#replace = replace;
    this.#signal = signal;
  }

  /**
   * Runs a case; undefined where the time of the run was up before it was judged. One whose worker
   * was stuck or has died is undecided. Throws what else a worker throws, and the reason of the
   * last loss where too many came in a row.
   */
  async run(order: CaseOrder): Promise<CaseReply | undefined> {
    if (this.#worker.loss !== undefined) this.#worker = await this.#replace();
    const started = performance.now();
    try {
      const reply = await this.#worker.runCase(order);
      this.#lossesInARow = 0;
      return reply;
    } catch (error) {
      this.#signal.throwIfAborted();
      const { loss } = this.#worker;
      this.#lossesInARow += 1;
      if (loss === undefined || this.#lossesInARow === mostLosses) throw error;
      return this.#lostReply(order, loss, messageOf(error), performance.now() - started);
    }
  }

  /**
   * Writes the folders of the case that was run last; none where its worker is lost over that, or
   * has to end.
   */
  async keep(parts: readonly KeptPart[]): Promise<KeptEvidence> {
    try {
      return await this.#worker.keep(parts);
    } catch (error) {
      if (this.#signal.aborted) return { ids: [] };
      if (this.#worker.loss === undefined) throw error;
      return { ids: [], noRoom: messageOf(error) };
    }
  }

  #lostReply(order: CaseOrder, lost: Loss, reason: string, totalMs: number): CaseReply {
    const evidence = noEvidence();
    const progress = { cuts: [], evidence, times: { targetMs: 0, checksMs: 0, totalMs } };
    const verdict = { kind: "undecided", reason } as const;
    const nothing = { outputs: [], layouts: [], crashDigests: [], agreements: [], nested: [] };
    return {
      record: caseRecord(this.#names, order, progress, verdict, { resumes: 0, ways: [] }),
      trial: order.trial === true,
      ...nothing,
      ...{ isKept: false, secondsLeftOut: 0, lost },
    };
  }
}
