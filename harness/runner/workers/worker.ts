import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { CannotJudge, HarnessError, UsageError } from "../../model/errors.js";
import { startSandboxed, type SandboxEnd, type Sandboxed } from "../../target/sandbox.js";
import type { ExportedLog } from "../../media/medium.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import type { HandedGolden } from "../golden/handed-golden.js";
import { longestTimerMs } from "../lab/time-limit.js";
import type { Trial } from "../golden/trial.js";
import type { CaseOrder } from "../case/case-order.js";
import type { JudgedAgain } from "../evidence/judge-again.js";
import type { KeptEvidence, KeptPart } from "../evidence/kept-failures.js";
import type {
  Blame,
  CaseReply,
  GoldenSummary,
  Loss,
  WorkerNews,
  WorkerReply,
  WorkerRequest,
} from "./messages.js";
import type { RequestLimits } from "./request-limits.js";

const errors = { usage: UsageError, undecided: CannotJudge, harness: HarnessError };

type Recorded = Extract<WorkerReply, { kind: "ready" | "undecided" }>;

/** The program of a worker for scenarios on a disk. */
const diskWorker = new URL("worker-main.js", import.meta.url);

/** A worker process, as its owner sees it. One request at a time. */
export class WorkerHandle {
  readonly #sandbox: Sandboxed;
  #settle: ((reply: WorkerReply) => void) | undefined;
  #hear: ((progress: GoldenProgress) => void) | undefined;
  /** It has ended, maybe when nothing was asked of it. */
  #broke: Extract<WorkerReply, { kind: "broke" }> | undefined;
  /** It was killed as it did not answer within so many milliseconds. */
  #overdueMs: number | undefined;
  readonly #limits: RequestLimits;
  #recordTookMs = 0;

  /** Starts the program of a worker on a CPU. One that exceeds a limit is killed. */
  constructor(cpu: number, limits: RequestLimits, entry = diskWorker) {
    this.#limits = limits;
    this.#sandbox = startSandboxed(fileURLToPath(entry), cpu);
    this.#sandbox.onMessage((message) => this.#take(message as WorkerReply | WorkerNews));
    void this.#sandbox.ended.then((end) => {
      this.#broke = { kind: "broke", ...lastWordsOf(end, this.#overdueMs) };
      this.#settle?.(this.#broke);
    });
  }

  /** How it was lost, once it has. */
  get loss(): Loss | undefined {
    if (this.#broke === undefined) return undefined;
    return this.#overdueMs === undefined ? "died" : "stuck";
  }

  /** Builds the lab. */
  async open(request: Omit<Extract<WorkerRequest, { kind: "open" }>, "kind">): Promise<void> {
    await this.#ask({ kind: "open", ...request }, this.#limits.openMs);
  }

  /** Runs the commands once. */
  async tryOnce(): Promise<Trial> {
    const reply = await this.#ask({ kind: "try" }, this.#limits.recordMs);
    return (reply as Extract<WorkerReply, { kind: "tried" }>).trial;
  }

  /**
   * Checks the assumptions. Returns what uninterrupted runs have shown, or why there is none.
   * `hear` is told how far that is.
   */
  async record(
    hear?: (progress: GoldenProgress) => void,
  ): Promise<GoldenSummary | { readonly undecided: string }> {
    this.#hear = hear;
    const started = performance.now();
    const recorded = (await this.#ask({ kind: "record" }, this.#limits.recordMs)) as Recorded;
    this.#recordTookMs = performance.now() - started;
    return recorded.kind === "ready" ? recorded.golden : { undecided: recorded.reason };
  }

  /** What it has recorded, for other workers to adopt. */
  async handOver(): Promise<HandedGolden> {
    const reply = await this.#ask({ kind: "hand over" }, this.#limits.openMs);
    return (reply as Extract<WorkerReply, { kind: "handed over" }>).golden;
  }

  /** Takes what another worker has recorded. */
  async adopt(golden: HandedGolden, other: WorkerHandle): Promise<void> {
    this.#recordTookMs = other.#recordTookMs;
    await this.#ask({ kind: "adopt", golden }, this.#limits.openMs);
  }

  /** Undefined where the time of the run was up before the case was judged. */
  async runCase(order: CaseOrder): Promise<CaseReply | undefined> {
    const limitMs = this.#limits.caseMs(order, this.#recordTookMs);
    const reply = await this.#ask({ kind: "case", order }, limitMs);
    return reply.kind === "out of time" ? undefined : (reply as CaseReply & WorkerReply);
  }

  /** Which code makes each change, up to one of them; for that the commands are run once more. */
  async sites(upTo?: number): Promise<SitesFound> {
    const request = { kind: "sites", ...(upTo !== undefined && { upTo }) } as const;
    const reply = await this.#ask(request, this.#limits.recordMs);
    return (reply as Extract<WorkerReply, { kind: "sites" }>).found;
  }

  /** Writes the folders of the case that was run last. */
  async keep(parts: readonly KeptPart[]): Promise<KeptEvidence> {
    const reply = await this.#ask({ kind: "keep", parts }, this.#limits.openMs);
    return reply as KeptEvidence & WorkerReply;
  }

  /** Judges anew what the folder of a failure tells, with nothing run. */
  async judgeAgain(folder: string): Promise<JudgedAgain> {
    const reply = await this.#ask({ kind: "judge again", folder }, this.#limits.recordMs);
    return reply as JudgedAgain & WorkerReply;
  }

  /** Writes the first writes of the recorded run as a dm-log-writes file. */
  async exportLog(path: string, writeCount: number): Promise<ExportedLog> {
    const reply = await this.#ask({ kind: "export", path, writeCount }, this.#limits.openMs);
    return reply as ExportedLog & WorkerReply;
  }

  /** Ends the worker and everything in its sandbox. */
  async close(): Promise<void> {
    if (this.#broke === undefined) await this.#sandbox.kill();
  }

  #take(message: WorkerReply | WorkerNews): void {
    if (message.kind === "recording") this.#hear?.(message);
    else this.#settle?.(message);
  }

  #ask(request: WorkerRequest, limitMs: number): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => {
          this.#overdueMs = limitMs;
          void this.close();
        },
        Math.min(limitMs, longestTimerMs),
      );
      this.#settle = (reply) => {
        clearTimeout(limit);
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
function lastWordsOf(
  end: SandboxEnd,
  overdueMs: number | undefined,
): { readonly reason: string; readonly blame: Blame } {
  if (overdueMs !== undefined) {
    const reason = `a worker was stuck: it gave no answer within ${Math.ceil(overdueMs / 1000)} s`;
    return { reason: `${reason}, though all that it runs has a limit`, blame: "undecided" };
  }
  if (!end.wasKilled) return { reason: `a worker has ended: ${end.reason}`, blame: "harness" };
  const reason = `a worker was killed by SIGKILL, which the harness did not send (out of memory?)`;
  return { reason: `${reason}: with fewer --jobs it needs less`, blame: "undecided" };
}
