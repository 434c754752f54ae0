import type { Device } from "../../model/power.js";
import { allowedCpus } from "../../target/sandbox.js";
import type { CaseOrder } from "../case/case-order.js";
import { Following } from "./following.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "./messages.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { WorkerHandle } from "./worker.js";

/** What a run of many cases needs. */
export interface SoakPlan {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly imagePath: string;
  readonly devices: readonly Device[];
  /** Where the folders of failures go; none are written without it. */
  readonly runPath?: string;
  readonly jobs: number;
  /** The number of the first worker, where others run beside these: it decides their CPUs. */
  readonly firstJob?: number;
  readonly explore?: ExploreRequest;
  /** The program of the workers, where the scenario is not one on a disk. */
  readonly workerEntry?: URL;
  /** The order with this index, or undefined when there are no more. Called once each. */
  orderAt(index: number, golden: GoldenSummary): CaseOrder | undefined;
  /** Orders that a case has led to. The worker that ran it runs them when the others are done. */
  follow?(reply: CaseReply): readonly CaseOrder[];
  /** True once those need not be run any more. */
  isOver?(): boolean;
}

/** What is told while it runs. */
export interface SoakEvents {
  ready(golden: GoldenSummary): void;
  done(reply: CaseReply): void;
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
  const cpus = allowedCpus();
  const workers = Array.from(
    { length: plan.jobs },
    (_, index) =>
      new WorkerHandle(cpus[((plan.firstJob ?? 0) + index) % cpus.length] ?? 0, plan.workerEntry),
  );
  const stop = () => void Promise.all(workers.map((worker) => worker.close()));
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await serve(workers, plan, events, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

async function serve(
  workers: readonly WorkerHandle[],
  plan: SoakPlan,
  events: SoakEvents,
  signal: AbortSignal,
): Promise<SoakEnd> {
  const golden = await openAll(workers, plan, events);
  if ("undecided" in golden) return { kind: "undecided", reason: golden.undecided };
  let next = 0;
  await Promise.all(
    workers.map(async (worker) => {
      await golden.readied.get(worker);
      const own = new Following();
      for (;;) {
        signal.throwIfAborted();
        const order = plan.orderAt(next++, golden.summary) ?? followingIn(own, plan);
        if (order === undefined) return;
        const reply = await worker.runCase(order);
        events.done(reply);
        own.add(plan.follow?.(reply) ?? []);
      }
    }),
  );
  return { kind: "complete" };
}

/** What all workers go by. */
interface SharedGolden {
  readonly summary: GoldenSummary;
  /** Resolves once a worker has what the first one has recorded. */
  readonly readied: ReadonlyMap<WorkerHandle, Promise<void> | undefined>;
}

/**
 * Opens all workers. The first makes the golden runs and the plan, and the others get its trace: a
 * target that writes differently each time would give each worker its own, and the points of one
 * plan would be others there.
 */
async function openAll(
  workers: readonly WorkerHandle[],
  plan: SoakPlan,
  events: SoakEvents,
): Promise<SharedGolden | { readonly undecided: string }> {
  const { scenario, target, imagePath, devices, runPath, explore } = plan;
  const request = {
    ...{ scenario, target, imagePath, devices },
    ...(runPath && { runPath }),
    ...(explore && { explore }),
  };
  const [first, ...others] = workers;
  if (first === undefined) return { undecided: "there is no worker" };
  const opened = others.map((worker) => ({ worker, ready: worker.open(request) }));
  // Where the first one fails, its reason is told, and not that of another.
  for (const { ready } of opened) ready.catch(() => undefined);
  await first.open(request);
  const summary = await first.record();
  if ("undecided" in summary) return summary;
  events.ready(summary);
  const handed = others.length === 0 ? undefined : await first.handOver();
  const readied = opened.map(async ({ worker, ready }): Promise<void> => {
    await ready;
    if (handed !== undefined) await worker.adopt(handed);
  });
  return { summary, readied: new Map(others.map((worker, index) => [worker, readied[index]])) };
}

function followingIn(following: Following, plan: SoakPlan): CaseOrder | undefined {
  return plan.isOver?.() === true ? undefined : following.next();
}
