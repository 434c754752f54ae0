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
    (_, index) => new WorkerHandle(cpus[((plan.firstJob ?? 0) + index) % cpus.length] ?? 0),
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
  const { scenario, target, imagePath, devices, runPath, explore } = plan;
  const request = {
    ...{ scenario, target, imagePath, devices },
    ...(runPath && { runPath }),
    ...(explore && { explore }),
  };
  let next = 0;
  // One plan for all: a target that is not the same each time would give each worker its own.
  let first: GoldenSummary | undefined;
  const ends = await Promise.all(
    workers.map(async (worker): Promise<SoakEnd> => {
      const golden = await worker.open(request);
      if ("undecided" in golden) return { kind: "undecided", reason: golden.undecided };
      if (first === undefined) {
        first = golden;
        events.ready(golden);
      }
      const own = new Following();
      for (;;) {
        signal.throwIfAborted();
        const order = plan.orderAt(next++, first) ?? followingIn(own, plan);
        if (order === undefined) return { kind: "complete" };
        const reply = await worker.runCase(order);
        events.done(reply);
        own.add(plan.follow?.(reply) ?? []);
      }
    }),
  );
  return ends.find(({ kind }) => kind === "undecided") ?? { kind: "complete" };
}

function followingIn(following: Following, plan: SoakPlan): CaseOrder | undefined {
  return plan.isOver?.() === true ? undefined : following.next();
}
