import { closeSync, openSync } from "node:fs";
import { MessageChannel } from "node:worker_threads";
import type { TreeEvent } from "../../model/tree/tree-change.js";
import type { RunTool } from "../../target/tool.js";
import { mountFuse, readAhead, tuneMount } from "../fuse-mount.js";
import { openRunMemory, reserveRunBuffers, type RunMemory } from "../memory.js";
import { RunControl, type RunPlan, type ShimStatus } from "../run-control.js";
import { ringName } from "./tree-answers.js";
import { TreeChannel } from "./tree-channel.js";
import { TreeFace } from "./tree-face.js";
import { decodeTreeTrace } from "./tree-record.js";

/**
 * A mounted tree and the two outputs beside it. The tree is in the thread that serves it; all that
 * is asked here waits for its answer. No target may be running then, but for `status`, `cutNow`,
 * `setCommand` and `setProcessGroup`.
 */
export class TreeShim extends TreeFace {
  readonly treePath: string;
  readonly stdoutPath: string;
  readonly stderrPath: string;
  /** Where a watcher of system calls writes a line for each sync(). */
  readonly syncsPath: string;
  readonly #control: RunControl;

  private constructor(mountPoint: string, memory: RunMemory, channel: TreeChannel) {
    super((name, takes) => channel.ask(name, takes));
    this.#control = new RunControl(memory);
    this.treePath = `${mountPoint}/tree`;
    this.stdoutPath = `${mountPoint}/stdout`;
    this.stderrPath = `${mountPoint}/stderr`;
    this.syncsPath = `${mountPoint}/syncs`;
  }

  /**
   * Mounts at an existing empty folder and starts to serve a tree that is empty until it is loaded.
   * `runTool` must start direct children, since mount gets a descriptor. Throws HarnessError when
   * there is no FUSE.
   */
  static async mount(mountPoint: string, runTool: RunTool): Promise<TreeShim> {
    const buffers = reserveRunBuffers();
    const { port1, port2 } = new MessageChannel();
    const descriptor = await mountFuse(mountPoint, { kind: "tree", buffers, port: port2 }, runTool);
    tuneMount(mountPoint, readAhead);
    // A first close tells the kernel that closes need no answer: so that of the second has none.
    closeSync(openSync(`${mountPoint}/${ringName}`, "r"));
    openSync(`${mountPoint}/${ringName}`, "r");
    const memory = openRunMemory(buffers);
    return new TreeShim(mountPoint, memory, new TreeChannel(descriptor, memory, port1));
  }

  /** Prepares the next run: empties the trace, sets the cut. No target may be running. */
  begin(plan: RunPlan): void {
    this.#control.begin(plan);
  }

  /** Tells the serving thread whom to kill at the cut. */
  setProcessGroup(processGroup: number): void {
    this.#control.setProcessGroup(processGroup);
  }

  /** Cuts now, wherever the target is. Returns false when the cut had come already. */
  cutNow(): boolean {
    return this.#control.cutNow();
  }

  /** Tells which command of the run is next; the trace notes it before its first record. */
  setCommand(number: number): void {
    this.#control.setCommand(number);
  }

  status(): ShimStatus {
    return this.#control.status();
  }

  /** The raw records of the run, valid until the next `begin`. */
  traceBytes(): Buffer {
    return this.#control.traceBytes();
  }

  trace(): TreeEvent[] {
    return decodeTreeTrace(this.traceBytes());
  }
}
