/** A worker for scenarios on a disk. */
import { DiskMedium } from "../../media/disk/disk-medium.js";
import { serveWorker } from "./serve-worker.js";

serveWorker((imagePath, launchTool) => DiskMedium.open(imagePath, launchTool));
