/**
 * The part of the bench that runs in a sandbox: does one task of bench-tasks.ts, prints its
 * result as one line of JSON, and ends. Started by bench-sandbox.ts.
 */
import { writeSync } from "node:fs";
import { runDiskSize } from "./inner-disk-size.js";
import { runClassicKills, runShimKills } from "./inner-kills.js";
import { runMemory } from "./inner-memory.js";
import { runResizer } from "./inner-resizer.js";
import { runStates } from "./inner-states.js";
import { runWrites } from "./inner-writes.js";
import type { InnerTask } from "../tasks.js";

function perform(task: InnerTask): Promise<unknown> {
  switch (task.kind) {
    case "writes":
      return runWrites(task);
    case "resizer":
      return runResizer(task);
    case "disk size":
      return runDiskSize(task);
    case "memory":
      return runMemory(task);
    case "states":
      return runStates(task);
    case "shim kills":
      return runShimKills(task);
    case "classic kills":
      return runClassicKills(task);
  }
}

const result = await perform(JSON.parse(process.argv[2] ?? "") as InnerTask);
writeSync(1, `${JSON.stringify(result)}\n`);
// An orderly end would wait for the serving thread, which sits in a read until it is unmounted.
process.kill(process.pid, "SIGKILL");
