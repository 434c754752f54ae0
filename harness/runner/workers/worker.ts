import { fileURLToPath } from "node:url";
import { CannotJudge, HarnessError, UsageError } from "../../model/errors.js";
import { startSandboxed, type Sandboxed } from "../../target/sandbox.js";
import type { ExportedLog } from "../../media/disk/export-log.js";
import type { CaseOrder } from "../case/case-order.js";
import type { Blame, CaseReply, GoldenSummary, WorkerReply, WorkerRequest } from "./messages.js";

const errors = { usage: UsageError, undecided: CannotJudge, harness: HarnessError };

type Opened = Extract<WorkerReply, { kind: "ready" | "undecided" }>;

/** A worker process, as its owner sees it. One request at a time. */
export class WorkerHandle {
  readonly #sandbox: Sandboxed;
  #settle: ((reply: WorkerReply) => void) | undefined;

  constructor(cpu: number) {
    const entry = fileURLToPath(new URL("worker-main.js", import.meta.url));
    this.#sandbox = startSandboxed(entry, cpu);
    this.#sandbox.onMessage((message) => this.#settle?.(message as WorkerReply));
    void this.#sandbox.ended.then(({ reason }) => {
      this.#settle?.({ kind: "broke", ...lastWordsOf(reason) });
    });
  }

  /** Builds the lab, checks the assumptions. Returns the golden summary, or why not. */
  async open(
    request: Omit<Extract<WorkerRequest, { kind: "open" }>, "kind">,
  ): Promise<GoldenSummary | { readonly undecided: string }> {
    const opened = (await this.#ask({ kind: "open", ...request })) as Opened;
    return opened.kind === "ready" ? opened.golden : { undecided: opened.reason };
  }

  async runCase(order: CaseOrder): Promise<CaseReply> {
    return (await this.#ask({ kind: "case", order })) as CaseReply & WorkerReply;
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
      this.#sandbox.send(request);
    });
  }
}

/** Nobody but the harness itself may SIGKILL a worker, and then it does not wait for an answer. */
function lastWordsOf(ended: string): { readonly reason: string; readonly blame: Blame } {
  if (!/^(?:SIGKILL|exit code 137)\b/.test(ended)) {
    return { reason: `a worker has ended: ${ended}`, blame: "harness" };
  }
  const reason = `a worker was killed by SIGKILL, which the harness did not send (out of memory?)`;
  return { reason: `${reason}: with fewer --jobs it needs less`, blame: "undecided" };
}
