import { openSync, readFileSync, writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { once } from "node:events";
import { HarnessError } from "../model/errors.js";
import type { CrashPoint, TraceEvent } from "../model/trace.js";
import { killGroup } from "../target/processes.js";
import { reasonOf, type RunTool } from "../target/tool.js";
import * as memory from "./memory.js";
import { PagedDisk } from "./paged-disk.js";
import { decodeTrace } from "./record.js";
import { maxTransferBytes } from "./wire.js";

const { field, wide, state } = memory;

/** Bytes of a disk whose writes are slowed down. */
export interface DelayWindow {
  readonly startBytes: number;
  readonly endBytes: number;
}

/** What a run on the shim is to meet. */
export interface RunPlan {
  readonly cut?: CrashPoint;
  readonly delayMs?: number;
  readonly delayWindows?: readonly DelayWindow[];
  /** Through the page cache: faster and with mmap, but write boundaries may differ. */
  readonly pageCache?: boolean;
}

/** Where a run stands. */
export interface ShimStatus {
  readonly cut: boolean;
  readonly writeCount: number;
  readonly lineCount: number;
  readonly lateWriteCount: number;
  /** Writes at or after the cut by processes that had left the killed group. */
  readonly escapedWriteCount: number;
  readonly failure: "none" | "store full" | "trace full" | "output full";
}

const failureNames = ["none", "store full", "trace full", "output full"] as const;
const outputLimitBytes = 64 * 1024 * 1024;

/** A mounted disk and the two outputs beside it, served by a thread of its own. */
export class Shim {
  readonly disk: PagedDisk;
  readonly diskPath: string;
  readonly stdoutPath: string;
  readonly stderrPath: string;
  readonly #memory: memory.SharedMemory;

  private constructor(mountPoint: string, shared: memory.SharedMemory) {
    this.#memory = shared;
    this.disk = new PagedDisk(shared);
    this.diskPath = `${mountPoint}/disk.img`;
    this.stdoutPath = `${mountPoint}/stdout`;
    this.stderrPath = `${mountPoint}/stderr`;
  }

  /**
   * Mounts at an existing empty folder and starts to serve. The disk is `diskBytes` of zeros
   * until it is filled. `runTool` must start direct children, since mount gets a descriptor.
   * Throws HarnessError when there is no FUSE.
   */
  static async mount(mountPoint: string, diskBytes: number, runTool: RunTool): Promise<Shim> {
    const descriptor = openFuse();
    const buffers = memory.reserveBuffers(diskBytes);
    const shared = memory.openMemory(buffers);
    shared.wide[wide.currentSizeBytes] = diskBytes;
    const options = "fd=3,rootmode=40000,user_id=0,group_id=0,allow_other,max_read=1048576";
    const mounted = await runTool(
      ["mount", "-i", "-t", "fuse", "-o", options, "crashpoint", mountPoint],
      { descriptors: [descriptor] },
    );
    if (mounted.exitCode !== 0) {
      throw new HarnessError(`cannot mount FUSE at ${mountPoint}: ${reasonOf(mounted)}`);
    }
    const thread = new Worker(new URL("server-main.js", import.meta.url), {
      workerData: { descriptor, buffers },
      // It allocates next to nothing, so a small heap is enough.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
    });
    thread.on("error", (error) => {
      shared.control[field.state] = state.dead;
      throw new HarnessError("the thread that serves the disk broke", { cause: error });
    });
    await once(thread, "message");
    thread.unref();
    raiseReadAhead(mountPoint);
    return new Shim(mountPoint, shared);
  }

  /** Prepares the next run: empties the trace, sets the cut. No target may be running. */
  begin(plan: RunPlan): void {
    const { control, wide: numbers } = this.#memory;
    for (const counter of [
      field.processGroup,
      field.writeCount,
      field.lineCount,
      field.lateWriteCount,
      field.killedGroup,
      field.escapedWriteCount,
      field.failure,
      field.outputBytes,
      field.command,
      field.markedCommand,
      field.cacheTrue,
    ]) {
      control[counter] = 0;
    }
    const { cut, delayWindows = [] } = plan;
    control[field.cutWrite] = cut?.kind === "write" ? cut.writes : -1;
    control[field.cutBytes] = cut?.kind === "write" ? cut.bytes : 0;
    control[field.cutLine] = cut?.kind === "line" ? cut.line : -1;
    control[field.outputLimitBytes] = outputLimitBytes;
    control[field.pageCache] = plan.pageCache === true ? 1 : 0;
    control[field.delayMs] = plan.delayMs ?? 0;
    control[field.delayWindowCount] = Math.min(delayWindows.length, memory.maxDelayWindows);
    delayWindows.slice(0, memory.maxDelayWindows).forEach(({ startBytes, endBytes }, window) => {
      numbers[wide.firstDelayWindow + 2 * window] = startBytes;
      numbers[wide.firstDelayWindow + 2 * window + 1] = endBytes;
    });
    numbers[wide.traceTailBytes] = 0;
    Atomics.store(control, field.state, state.serving);
  }

  /** Tells the serving thread whom to kill at the cut. */
  setProcessGroup(processGroup: number): void {
    const { control } = this.#memory;
    Atomics.store(control, field.processGroup, processGroup);
    Atomics.notify(control, field.processGroup);
  }

  /** Cuts now, wherever the target is. Returns false when the cut had come already. */
  cutNow(): boolean {
    const { control } = this.#memory;
    const before = Atomics.compareExchange(control, field.state, state.serving, state.cutting);
    if (before !== state.serving) return false;
    Atomics.notify(control, field.state);
    control[field.killedGroup] = control[field.processGroup] ?? 0;
    killGroup(control[field.killedGroup] ?? 0);
    Atomics.store(control, field.state, state.dead);
    Atomics.notify(control, field.state);
    return true;
  }

  /** Tells which command of the run is next; the trace notes it before its first record. */
  setCommand(number: number): void {
    this.#memory.control[field.command] = number;
  }

  status(): ShimStatus {
    const { control } = this.#memory;
    return {
      cut: control[field.state] !== state.serving,
      writeCount: control[field.writeCount] ?? 0,
      lineCount: control[field.lineCount] ?? 0,
      lateWriteCount: control[field.lateWriteCount] ?? 0,
      escapedWriteCount: control[field.escapedWriteCount] ?? 0,
      failure: failureNames[control[field.failure] ?? 0] ?? "none",
    };
  }

  /** The raw records of the run, valid until the next `begin`. */
  traceBytes(): Buffer {
    return this.#memory.trace.subarray(0, this.#memory.wide[wide.traceTailBytes]);
  }

  trace(): TraceEvent[] {
    const bytes = this.traceBytes();
    return decodeTrace(bytes, bytes.length);
  }
}

/** Lets the kernel read as much at once as one request carries. Without it, runs are slower. */
function raiseReadAhead(mountPoint: string): void {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const [, , device = ""] =
    mounts.find((line) => line.includes(` ${mountPoint} `))?.split(" ") ?? [];
  try {
    writeFileSync(`/sys/class/bdi/${device}/read_ahead_kb`, String(maxTransferBytes / 1024));
  } catch {
    // Nothing but speed depends on it, and /sys may be read-only.
  }
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
