/** For tests: a worker for scenarios on a file of keys and values. */
import { serveWorker } from "../runner/workers/serve-worker.js";
import { ProcessGroup } from "../target/process-group.js";
import { KvMedium } from "./kv-medium.samples.js";

serveWorker({
  openMedium: (path, launchTool) => KvMedium.open(path, launchTool),
  openVictim: (launcher) => new ProcessGroup(launcher),
});
