import { openDiskLab } from "../../../harness/runner/block/disk-lab.js";
import { loadScenario } from "../../../harness/catalogue/scenario.js";
import { loadTarget } from "../../../harness/catalogue/target.js";
import { pageBytes } from "../../../harness/shim/memory.js";
import { dataExtents } from "../../../harness/target/data-extents.js";
import type { MemoryResult, MemoryTask } from "../tasks.js";

/** Runs the target again and again on one shim, and compares memory with what was written. */
export async function runMemory(task: MemoryTask): Promise<MemoryResult> {
  const scenario = loadScenario(task.scenario);
  const { lab, medium } = await openDiskLab(scenario, loadTarget(task.target), task.imagePath);
  const { disk, shim } = medium.bench;
  const extents = await dataExtents(task.imagePath, disk.sizeBytes);
  const baseBytes = extents.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  const written = { trace: 0, pages: 0 };
  for (let run = 0; run < task.runs; run += 1) {
    disk.resetToBase();
    await lab.run({ part: "first", kind: "plain" });
    written.trace = Math.max(written.trace, shim.traceBytes().length);
    written.pages = Math.max(written.pages, disk.changedPages().length * pageBytes);
  }
  return {
    rssBytes: process.memoryUsage().rss,
    writtenBytes: baseBytes + written.trace + written.pages,
  };
}
