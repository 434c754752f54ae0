import type { DiskEvent } from "../model/trace.js";
import type { RunTool } from "../target/tool.js";
import { mountFuse, readAhead, tuneMount } from "./fuse-mount.js";
import * as memory from "./memory.js";
import { PagedDisk } from "./paged-disk.js";
import { decodeTrace } from "./record.js";
import { RunControl } from "./run-control.js";

/** A mounted disk and the two outputs beside it, served by a thread of its own. */
export class Shim extends RunControl {
  readonly disk: PagedDisk;
  readonly diskPath: string;
  readonly stdoutPath: string;
  readonly stderrPath: string;
  /** Where a watcher of system calls writes a line for each sync(). */
  readonly syncsPath: string;
  /** For a second mount of the same disk: see PlainDisk. */
  readonly buffers: memory.SharedBuffers;

  private constructor(mountPoint: string, buffers: memory.SharedBuffers) {
    const shared = memory.openMemory(buffers);
    super(shared);
    this.buffers = buffers;
    this.disk = new PagedDisk(shared);
    this.diskPath = `${mountPoint}/disk.img`;
    this.stdoutPath = `${mountPoint}/stdout`;
    this.stderrPath = `${mountPoint}/stderr`;
    this.syncsPath = `${mountPoint}/syncs`;
  }

  /**
   * Mounts at an existing empty folder and starts to serve. The disk is `diskBytes` of zeros
   * until it is filled. `runTool` must start direct children, since mount gets a descriptor.
   * Throws HarnessError when there is no FUSE.
   */
  static async mount(mountPoint: string, diskBytes: number, runTool: RunTool): Promise<Shim> {
    const buffers = memory.reserveBuffers(diskBytes);
    memory.openMemory(buffers).wide[memory.wide.currentSizeBytes] = diskBytes;
    await mountFuse(mountPoint, { kind: "recorded", buffers }, runTool);
    tuneMount(mountPoint, readAhead);
    return new Shim(mountPoint, buffers);
  }

  trace(): DiskEvent[] {
    const bytes = this.traceBytes();
    return decodeTrace(bytes, bytes.length);
  }
}
