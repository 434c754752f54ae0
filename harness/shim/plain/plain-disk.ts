import { HarnessError } from "../../model/errors.js";
import { reasonOf, type RunTool } from "../../target/tool.js";
import { mountFuse, readAhead, tuneMount, writeBehind } from "../fuse-mount.js";
import * as memory from "../memory.js";
import { Notices } from "../notices.js";
import { PagedDisk } from "../paged-disk.js";
import type { SavedState } from "../saved-state.js";

const { field, state, pageBytes } = memory;

/** A range of bytes of the disk. */
interface Run {
  readonly offsetBytes: number;
  lengthBytes: number;
}

/**
 * A second mount of a shim's disk, for runs that need no trace: the kernel's page cache takes the
 * writes and lives on from run to run. Such a run is `begin` of the shim, `prepare`, the run on
 * `diskPath`, and `settle` once all its processes are gone.
 *
 * This process never opens the file itself: if it died while it waits for its own serving thread,
 * it could not be ended any more. A close writes back what was changed, so that nothing is left
 * to be synced when no process has the file open.
 */
export class PlainDisk {
  readonly diskPath: string;
  readonly #memory: memory.SharedMemory;
  readonly #disk: PagedDisk;
  readonly #notices: Notices;
  readonly #launchTool: RunTool;
  /** What the kernel has cached, where it has. Undefined: nothing, and of an unknown size. */
  #held: SavedState | undefined;
  #heldGeneration = 0;

  private constructor(
    mountPoint: string,
    shared: memory.SharedMemory,
    descriptor: number,
    launchTool: RunTool,
  ) {
    this.diskPath = `${mountPoint}/disk.img`;
    this.#memory = shared;
    this.#disk = new PagedDisk(shared);
    this.#notices = new Notices(descriptor, this.#disk);
    this.#launchTool = launchTool;
  }

  /**
   * Mounts the disk of `buffers` at an existing empty folder. `runTool` must start direct
   * children; `launchTool` is for what needs none. Throws HarnessError when it can't.
   */
  static async mount(
    mountPoint: string,
    buffers: memory.SharedBuffers,
    runTool: RunTool,
    launchTool: RunTool,
  ): Promise<PlainDisk> {
    const descriptor = await mountFuse(mountPoint, { kind: "plain", buffers }, runTool);
    tuneMount(mountPoint, { ...readAhead, ...writeBehind });
    return new PlainDisk(mountPoint, memory.openMemory(buffers), descriptor, launchTool);
  }

  /** Makes the kernel's cache true for the disk as it is now. No target may be running. */
  async prepare(): Promise<void> {
    const held = this.#held;
    if (held !== undefined && this.#disk.generation === this.#heldGeneration) return;
    const { sizeBytes } = this.#disk;
    if (held?.sizeBytes !== sizeBytes) {
      await this.#tool(["truncate", "--size", String(sizeBytes), "--", this.diskPath]);
    }
    const now = this.#disk.save();
    if (held !== undefined) {
      for (const run of runsOf(this.#disk.pagesBetween(held, now), sizeBytes)) {
        this.#notices.store(run.offsetBytes, run.lengthBytes);
      }
    }
    this.#hold(now);
  }

  /**
   * Ends a run, when its processes are gone. After a run that was cut, what the kernel has beyond
   * the disk is thrown away.
   */
  async settle(): Promise<void> {
    if (this.#memory.control[field.state] === state.serving) {
      this.#hold(this.#disk.save());
      return;
    }
    const sync = ["sync", "--", this.diskPath] as const;
    // What is still to be written is refused. The kernel tells of that once: here, not later.
    await this.#launchTool([...sync]);
    this.#notices.dropAll();
    await this.#tool(sync);
    this.#hold(undefined);
  }

  #hold(saved: SavedState | undefined): void {
    if (this.#held !== undefined) this.#disk.forget(this.#held);
    this.#held = saved;
    this.#heldGeneration = this.#disk.generation;
  }

  async #tool(command: readonly [string, ...string[]]): Promise<void> {
    const ended = await this.#launchTool(command);
    if (ended.exitCode !== 0) {
      throw new HarnessError(`${command[0]} failed on ${this.diskPath}: ${reasonOf(ended)}`);
    }
  }
}

/** The pages as ranges, as far as they lie inside of the disk. */
function runsOf(pages: readonly number[], sizeBytes: number): Run[] {
  const runs: Run[] = [];
  for (const page of pages) {
    const offsetBytes = page * pageBytes;
    const lengthBytes = Math.min(pageBytes, sizeBytes - offsetBytes);
    const last = runs.at(-1);
    if (lengthBytes <= 0) break;
    if (last !== undefined && last.offsetBytes + last.lengthBytes === offsetBytes) {
      last.lengthBytes += lengthBytes;
    } else runs.push({ offsetBytes, lengthBytes });
  }
  return runs;
}
