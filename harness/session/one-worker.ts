import { loadDevices } from "../catalogue/devices.js";
import { requestLimits } from "../runner/workers/request-limits.js";
import { WorkerHandle } from "../runner/workers/worker.js";
import { allowedCpus } from "../target/sandbox.js";
import type { Subject } from "./subject/subject.js";

/**
 * Opens a worker on an image for something that is no run of cases, and ends it when that is done.
 * An abort ends it, too, and rejects with the signal's reason.
 */
export async function withWorker<T>(
  { scenario, target, workerEntry }: Pick<Subject, "scenario" | "target" | "workerEntry">,
  imagePath: string,
  signal: AbortSignal,
  use: (worker: WorkerHandle) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const worker = new WorkerHandle(allowedCpus()[0] ?? 0, requestLimits(scenario), workerEntry);
  const stop = () => void worker.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await worker.open({ scenario, target, imagePath, devices: loadDevices() });
    return await use(worker);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.close();
  }
}
