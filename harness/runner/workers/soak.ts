import type { GoldenProgress } from "../../model/recorded-run.js";
import type { Device } from "../../model/power.js";
import { allowedCpus } from "../../target/sandbox.js";
import type { CaseOrder } from "../case/case-order.js";
import type { KeptEvidence, Ran } from "../evidence/kept-failures.js";
import { reducedKind } from "../evidence/reduced-kind.js";
import { Following } from "./following.js";
import { Keeper } from "./keeper.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "./messages.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import { CannotJudge, messageOf } from "../../model/errors.js";
import { Lane } from "./lane.js";
import { requestLimits, type RequestLimits } from "./request-limits.js";
import { WorkerHandle } from "./worker.js";

/** What a run of many cases needs. */
export interface SoakPlan {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly imagePath: string;
  readonly devices: readonly Device[];
  /** Where the folders of failures go; none are written without it. */
  readonly runPath?: string;
  /** The folder that a map of what the recorded run did goes to; none is written without it. */
  readonly mapPath?: string;
  /** What a replay of a case needs besides its id; nothing where absent. */
  readonly replayWords?: readonly string[];
  readonly jobs: number;
  /** The number of the first worker, where others run beside these: it decides their CPUs. */
  readonly firstJob?: number;
  readonly explore?: ExploreRequest;
  /** What was run before, where a run goes on: what was kept of it counts. */
  readonly earlier?: readonly Ran[];
  /** The run's folder takes no more evidence once it has this size. */
  readonly evidenceLimitBytes?: number;
  /** The program of the workers, where the scenario is not one on a disk. */
  readonly workerEntry?: URL;
  /** The order with this index, or undefined when there are no more. Called once each. */
  orderAt(index: number, golden: GoldenSummary): CaseOrder | undefined;
  /** How long a worker may take for its requests; by the scenario where absent. */
  readonly requestLimits?: RequestLimits;
  /** Orders that a case has led to. The worker that ran it runs them when the others are done. */
  follow?(reply: CaseReply): readonly CaseOrder[];
  /** True once those need not be run any more. */
  isOver?(): boolean;
  /** How much of the run's time is left; it has no end where this is absent. */
  leftMs?(): number;
  /**
   * Asked once all cases were run: whether the places in the target's code are wanted, and up to
   * which change.
   */
  wantsSites?(): { readonly upTo?: number } | undefined;
}

/** What is told while it runs. */
export interface SoakEvents {
  /** How far the uninterrupted runs have come, about once a second. */
  recording?(progress: GoldenProgress): void;
  ready(golden: GoldenSummary): void;
  done(reply: CaseReply, kept: KeptEvidence): void;
  /** Where in the source, where that was wanted. */
  sites?(found: SitesFound): void;
}

/** Why a soak ended. */
export type SoakEnd =
  { readonly kind: "complete" } | { readonly kind: "undecided"; readonly reason: string };

/**
 * Runs cases on `jobs` workers, each with its own sandbox and CPU, until the orders end or the
 * signal is aborted. Whatever happens, no worker is left when it returns.
 */
export async function soak(
  plan: SoakPlan,
  events: SoakEvents,
  signal: AbortSignal,
): Promise<SoakEnd> {
  const workers: WorkerHandle[] = [];
  const closeAll = () => Promise.all(workers.map((worker) => worker.close()));
  const ending = new AbortController();
  const end = (reason: unknown): void => {
    ending.abort(reason);
    void closeAll();
  };
  const stop = () => end(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const start = (job: number): WorkerHandle => {
    ending.signal.throwIfAborted();
    const worker = startWorker(plan, job);
    workers.push(worker);
    return worker;
  };
  try {
    signal.throwIfAborted();
    return await serve({ start, end, signal: ending.signal }, plan, events);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await closeAll();
  }
}

function startWorker(plan: SoakPlan, job: number): WorkerHandle {
  const { firstJob = 0, workerEntry, scenario, requestLimits: limits } = plan;
  const cpus = allowedCpus();
  const cpu = cpus[(firstJob + job) % cpus.length] ?? 0;
  return new WorkerHandle(cpu, limits ?? requestLimits(scenario), workerEntry);
}

/** How workers are started and ended. */
interface Staff {
  readonly start: (job: number) => WorkerHandle;
  /** Ends all of them, for a reason. */
  readonly end: (reason: unknown) => void;
  /** Says that they are to end. */
  readonly signal: AbortSignal;
}

/**
 * The first worker makes the golden runs and the plan, and the others get its trace: a target that
 * writes differently each time would give each worker its own, and the points of one plan would be
 * others there. They are started when it has opened, so that they do not hold it up.
 */
async function serve(
  { start, end, signal }: Staff,
  plan: SoakPlan,
  events: SoakEvents,
): Promise<SoakEnd> {
  const request = requestOf(plan);
  const first = start(0);
  await first.open(request);
  const others = Array.from({ length: plan.jobs - 1 }, (_, index) => start(index + 1));
  const opened = others.map((worker) => worker.open(request));
  // Where the first one fails, its reason is told, and not that of another.
  for (const ready of opened) ready.catch(() => undefined);
  const golden = await first.record((progress) => events.recording?.(progress));
  if ("undecided" in golden) return { kind: "undecided", reason: golden.undecided };
  events.ready(golden);
  const adopted = others.length === 0 ? [] : await adoptAll(first, others, opened);
  let next = 0;
  const keeper = new Keeper(plan.runPath, plan.earlier);
  const runCases = async (worker: WorkerHandle, job: number): Promise<void> => {
    const own = new Following();
    const lane = new Lane(worker, plan, () => replacement(start(job), request), signal);
    for (;;) {
      signal.throwIfAborted();
      const order = plan.orderAt(next++, golden) ?? followingIn(own, plan);
      if (order === undefined) return;
      const reply = await lane.run(inTime(order, plan.leftMs?.() ?? Infinity));
      if (reply === undefined) return;
      events.done(reply, await keeper.keep(lane, reply));
      own.add(plan.follow?.(reply) ?? []);
    }
  };
  const helped = others.map(async (worker, index): Promise<void> => {
    await adopted[index];
    await runCases(worker, index + 1);
  });
  await allEnded([runCases(first, 0), ...helped], end);
  await tellSites(first, plan, events, signal);
  return { kind: "complete" };
}

/** One more run of the commands, on the worker that has recorded them. */
async function tellSites(
  worker: WorkerHandle,
  plan: SoakPlan,
  events: SoakEvents,
  signal: AbortSignal,
): Promise<void> {
  const wanted = plan.wantsSites?.();
  if (wanted === undefined) return;
  try {
    events.sites?.(await worker.sites(wanted.upTo));
  } catch (error) {
    signal.throwIfAborted();
    events.sites?.({ kind: "not found", reason: messageOf(error) });
  }
}

/**
 * Waits for all lanes: what one has judged is told before a run ends. The first that fails stops
 * the others, and its reason is told.
 */
async function allEnded(lanes: readonly Promise<void>[], end: Staff["end"]): Promise<void> {
  const failures: unknown[] = [];
  const ends = lanes.map((lane) =>
    lane.catch((error: unknown) => {
      failures.push(error);
      end(error);
    }),
  );
  await Promise.all(ends);
  if (failures.length > 0) throw failures[0];
}

/** A worker in place of one that was lost. It records anew, as a replay does. */
async function replacement(
  worker: WorkerHandle,
  request: ReturnType<typeof requestOf>,
): Promise<WorkerHandle> {
  await worker.open(request);
  const golden = await worker.record();
  if ("undecided" in golden) throw new CannotJudge(golden.undecided);
  return worker;
}

/** Nobody else keeps what is handed over: it can be large. */
async function adoptAll(
  first: WorkerHandle,
  others: readonly WorkerHandle[],
  opened: readonly Promise<void>[],
): Promise<Promise<void>[]> {
  const golden = await first.handOver();
  return others.map(async (worker, index) => {
    await opened[index];
    await worker.adopt(golden, first);
  });
}

function requestOf(plan: SoakPlan) {
  const { scenario, target, imagePath, devices, runPath, mapPath, replayWords, explore } = plan;
  const { evidenceLimitBytes, earlier = [] } = plan;
  return {
    ...{ scenario, target, imagePath, devices },
    ...(runPath && { runPath }),
    ...(mapPath && { mapPath }),
    ...(replayWords && { replayWords }),
    ...(explore && { explore }),
    ...(evidenceLimitBytes !== undefined && { evidenceLimitBytes }),
    reducedKinds: earlier.flatMap(({ record, smallest }) =>
      smallest !== undefined && record.verdict === "violated" ? [reducedKind(record)] : [],
    ),
  };
}

/** A case that is given out near the end may not take long to be made smaller. */
function inTime(order: CaseOrder, leftMs: number): CaseOrder {
  return Number.isFinite(leftMs) ? { ...order, leftMs } : order;
}

function followingIn(following: Following, plan: SoakPlan): CaseOrder | undefined {
  return plan.isOver?.() === true ? undefined : following.next();
}
