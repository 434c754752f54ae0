/** For tests: a worker for scenarios on a file of keys and values. */
import { serveWorker } from "../runner/workers/serve-worker.js";
import { KvMedium } from "./kv-medium.samples.js";

serveWorker((path, launchTool) => KvMedium.open(path, launchTool));
