import { once } from "node:events";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { Worker, type MessagePort } from "node:worker_threads";
import { HarnessError } from "../model/errors.js";
import { reasonOf, type RunTool } from "../target/tool.js";
import { openRunMemory, field, state, type RunBuffers, type SharedBuffers } from "./memory.js";
import { maxTransferBytes } from "./wire.js";

/** What a mount serves. A tree is in the serving thread alone, and is asked through a port. */
export type ServingKind =
  | { readonly kind: "recorded" | "plain"; readonly buffers: SharedBuffers }
  | { readonly kind: "tree"; readonly buffers: RunBuffers; readonly port: MessagePort };

/** What a serving thread is started with. `descriptor` is of /dev/fuse, for one mount. */
export type ServingOrder = ServingKind & { readonly descriptor: number };

/**
 * The heaps of serving threads: that of a disk allocates next to nothing, and a tree is objects as
 * far as it is not bytes.
 */
const heaps = {
  disk: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
  tree: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 4096 },
} as const;

/**
 * Mounts at an existing empty folder, and answers its requests in a thread of its own. Returns
 * the descriptor of /dev/fuse. `runTool` must start direct children, since mount gets that
 * descriptor. Throws HarnessError when there is no FUSE.
 */
export async function mountFuse(
  mountPoint: string,
  serving: ServingKind,
  runTool: RunTool,
): Promise<number> {
  const descriptor = openFuse();
  const own = serving.kind === "tree" ? ",default_permissions" : "";
  const options = `fd=3,rootmode=40000,user_id=0,group_id=0,allow_other,max_read=1048576${own}`;
  const mounted = await runTool(
    ["mount", "-i", "-t", "fuse", "-o", options, "crashpoint", mountPoint],
    { descriptors: [descriptor] },
  );
  if (mounted.exitCode !== 0) {
    throw new HarnessError(`cannot mount FUSE at ${mountPoint}: ${reasonOf(mounted)}`);
  }
  const order: ServingOrder = { ...serving, descriptor };
  const thread = new Worker(new URL("server-main.js", import.meta.url), {
    workerData: order,
    transferList: serving.kind === "tree" ? [serving.port] : [],
    resourceLimits: serving.kind === "tree" ? heaps.tree : heaps.disk,
  });
  thread.on("error", (error) => {
    openRunMemory(serving.buffers).control[field.state] = state.dead;
    const what = serving.kind === "tree" ? "tree" : "disk";
    throw new HarnessError(`the thread that serves the ${what} broke`, { cause: error });
  });
  await once(thread, "message");
  thread.unref();
  return descriptor;
}

function openFuse(): number {
  try {
    return openSync("/dev/fuse", "r+");
  } catch (cause) {
    const loaded = readFileSync("/proc/filesystems", "utf8").includes("\tfuse\n");
    const next = loaded
      ? "Run as root, or give this user access to /dev/fuse (chmod 666 /dev/fuse)"
      : "The kernel has no FUSE: load it (modprobe fuse), or pass /dev/fuse into the container";
    throw new HarnessError(`cannot open /dev/fuse. ${next}`, { cause });
  }
}

/** Lets the kernel read as much at once as one request carries. Without it, runs are slower. */
export const readAhead = { read_ahead_kb: maxTransferBytes / 1024 };

/** Lets the kernel keep as many changed pages as it does for a disk. FUSE starts with few. */
export const writeBehind = { strict_limit: 0, max_ratio: 100 };

/** Sets knobs of /sys/class/bdi for a mount, as far as that is allowed. */
export function tuneMount(mountPoint: string, knobs: Readonly<Record<string, number>>): void {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const [, , device = ""] =
    mounts.find((line) => line.includes(` ${mountPoint} `))?.split(" ") ?? [];
  for (const [knob, value] of Object.entries(knobs)) {
    try {
      writeFileSync(`/sys/class/bdi/${device}/${knob}`, String(value));
    } catch {
      // Nothing but speed depends on it, and /sys may be read-only or older.
    }
  }
}
