import { fileURLToPath } from "node:url";
import { CannotJudge, HarnessError, UsageError } from "../../model/errors.js";
import { startSandboxed, type SandboxEnd, type Sandboxed } from "../../target/sandbox.js";
import type { ExportedLog } from "../../media/medium.js";
import type { HandedGolden } from "../golden/handed-golden.js";
import type { CaseOrder } from "../case/case-order.js";
import type { KeptEvidence, KeptPart } from "../evidence/kept-failures.js";
import type { Blame, CaseReply, GoldenSummary, WorkerReply, WorkerRequest } from "./messages.js";

const errors = { usage: UsageError, undecided: CannotJudge, harness: HarnessError };

type Recorded = Extract<WorkerReply, { kind: "ready" | "undecided" }>;

/** The program of a worker for scenarios on a disk. */
const diskWorker = new URL("worker-main.js", import.meta.url);

/** A worker process, as its owner sees it. One request at a time. */
export class WorkerHandle {
  readonly #sandbox: Sandboxed;
  #settle: ((reply: WorkerReply) => void) | undefined;
  /** It has ended, maybe when nothing was asked of it. */
  #broke: Extract<WorkerReply, { kind: "broke" }> | undefined;

  /** Starts the program of a worker on a CPU. */
  constructor(cpu: number, entry = diskWorker) {
    this.#sandbox = startSandboxed(fileURLToPath(entry), cpu);
    this.#sandbox.onMessage((message) => this.#settle?.(message as WorkerReply));
    void this.#sandbox.ended.then((end) => {
      this.#broke = { kind: "broke", ...lastWordsOf(end) };
      this.#settle?.(this.#broke);
    });
  }

  /** Builds the lab. */
  async open(request: Omit<Extract<WorkerRequest, { kind: "open" }>, "kind">): Promise<void> {
    await this.#ask({ kind: "open", ...request });
  }

  /** Checks the assumptions. Returns what uninterrupted runs have shown, or why there is none. */
  async record(): Promise<GoldenSummary | { readonly undecided: string }> {
    const recorded = (await this.#ask({ kind: "record" })) as Recorded;
    return recorded.kind === "ready" ? recorded.golden : { undecided: recorded.reason };
  }

  /** What it has recorded, for other workers to adopt. */
  async handOver(): Promise<HandedGolden> {
    const reply = await this.#ask({ kind: "hand over" });
    return (reply as Extract<WorkerReply, { kind: "handed over" }>).golden;
  }

  /** Takes what another worker has recorded. */
  async adopt(golden: HandedGolden): Promise<void> {
    await this.#ask({ kind: "adopt", golden });
  }

  /** Undefined where the time of the run was up before the case was judged. */
  async runCase(order: CaseOrder): Promise<CaseReply | undefined> {
    const reply = await this.#ask({ kind: "case", order });
    return reply.kind === "out of time" ? undefined : (reply as CaseReply & WorkerReply);
  }

  /** Writes the folders of the case that was run last. */
  async keep(parts: readonly KeptPart[]): Promise<KeptEvidence> {
    return (await this.#ask({ kind: "keep", parts })) as KeptEvidence & WorkerReply;
  }

  /** Writes the first writes of the recorded run as a dm-log-writes file. */
  async exportLog(path: string, writeCount: number): Promise<ExportedLog> {
    const reply = await this.#ask({ kind: "export", path, writeCount });
    return reply as ExportedLog & WorkerReply;
  }

  /** Ends the worker and everything in its sandbox. */
  close(): Promise<void> {
    return this.#sandbox.kill();
  }

  #ask(request: WorkerRequest): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      this.#settle = (reply) => {
        this.#settle = undefined;
        if (reply.kind !== "broke") resolve(reply);
        else reject(new errors[reply.blame](reply.reason));
      };
      if (this.#broke === undefined) this.#sandbox.send(request);
      else this.#settle(this.#broke);
    });
  }
}

/** Nobody but the harness itself may SIGKILL a worker, and then it does not wait for an answer. */
function lastWordsOf(end: SandboxEnd): { readonly reason: string; readonly blame: Blame } {
  if (!end.wasKilled) return { reason: `a worker has ended: ${end.reason}`, blame: "harness" };
  const reason = `a worker was killed by SIGKILL, which the harness did not send (out of memory?)`;
  return { reason: `${reason}: with fewer --jobs it needs less`, blame: "undecided" };
}
