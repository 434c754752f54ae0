/** A worker for scenarios whose medium is a disk and whose victim is a process group. */
import { DiskMedium } from "../../media/disk/disk-medium.js";
import { ProcessGroup } from "../../target/process-group.js";
import { serveWorker } from "./serve-worker.js";

serveWorker({
  openMedium: (imagePath, launchTool) => DiskMedium.open(imagePath, launchTool),
  openVictim: (launcher) => new ProcessGroup(launcher),
});
