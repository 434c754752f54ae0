/** A worker for scenarios whose medium is a disk or a tree and whose victim is a process group. */
import { isTreeAt } from "../../catalogue/base-digest.js";
import type { MediumOpener } from "../../media/medium.js";
import { ProcessGroup } from "../../target/process-group.js";
import { serveWorker } from "./serve-worker.js";

/** A worker loads what its own medium needs. */
const openMedium: MediumOpener = async (imagePath, launchTool) => {
  if (isTreeAt(imagePath)) {
    const { TreeMedium } = await import("../../media/tree/tree-medium.js");
    return TreeMedium.open(imagePath, launchTool);
  }
  const { DiskMedium } = await import("../../media/disk/disk-medium.js");
  return DiskMedium.open(imagePath, launchTool);
};

serveWorker({
  openMedium,
  openVictim: (launcher) => new ProcessGroup(launcher),
});
