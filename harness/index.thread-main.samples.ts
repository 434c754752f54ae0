import { parentPort, workerData } from "node:worker_threads";
import { explore, makeScenario, type MakeOptions } from "crashpoint";

// A worker thread that explores: it tells of each event, and of the verdict at the end.

const { options, results } = workerData as { options: MakeOptions; results: string };
const subject = await makeScenario(options);
const run = explore(subject, { points: "all", seed: "1", jobs: 1, results });
for await (const { kind } of run.events) parentPort?.postMessage(kind);
const { verdict } = await run.done;
parentPort?.postMessage(verdict);
