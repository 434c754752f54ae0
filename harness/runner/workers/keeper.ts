import { KeptFailures, type KeptEvidence, type Ran } from "../evidence/kept-failures.js";
import type { CaseReply } from "./messages.js";
import type { WorkerHandle } from "./worker.js";

const nothing: KeptEvidence = { ids: [] };

/** Has the workers of one run keep evidence: by one rule, and one after the other. */
export class Keeper {
  readonly #isKeeping: boolean;
  readonly #failures = new KeptFailures();
  /** They share the room in the run's folder: each must see what the others have written. */
  #before: Promise<unknown> = Promise.resolve();

  /** Nothing is kept where there is no folder for it. `earlier` is what was kept already. */
  constructor(runPath: string | undefined, earlier: readonly Ran[] = []) {
    this.#isKeeping = runPath !== undefined;
    for (const each of earlier) this.#failures.partsOf(each);
  }

  /** Keeps what is to be kept of the last case of a worker. */
  async keep(worker: Pick<WorkerHandle, "keep">, reply: CaseReply): Promise<KeptEvidence> {
    const parts = this.#isKeeping ? this.#failures.partsOf(reply) : [];
    if (parts.length === 0) return nothing;
    const kept = this.#before.then(() => worker.keep(parts));
    this.#before = kept.catch(() => undefined);
    return kept;
  }
}
