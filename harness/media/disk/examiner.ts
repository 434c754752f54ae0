import type { StateKey } from "../../crash/state-key.js";
import { readFacts, type DiskFacts } from "../../oracles/facts/facts.js";
import { isInstalled } from "../../target/installed.js";
import type { PartCopies } from "../../oracles/fsck/copy-out.js";
import { runFsck, type FsckAnswer, type FsckReport } from "../../oracles/fsck/fsck.js";
import type { PartitionContent } from "../../oracles/facts/partition-content.js";
import { Recent } from "../../model/recent.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { sandboxFolder } from "../../target/sandbox.js";
import type { RunTool } from "../../target/tool.js";
import type { DiskBench } from "./disk-bench.js";
import { WorkingCopies } from "./working-copies.js";

/**
 * Reads and checks a disk as it is now. A partition whose bytes it has seen before is
 * neither read nor checked again. A state without a key is read and checked anew.
 */
export class Examiner {
  readonly disk: PagedDisk;
  readonly #bench: DiskBench;
  readonly #launchTool: RunTool;
  readonly #copies: PartCopies;
  readonly #contents = new Recent<PartitionContent>();
  readonly #answers = new Recent<FsckAnswer>();
  readonly #installed = new Map<string, boolean>();

  constructor(bench: DiskBench, launchTool: RunTool) {
    this.#bench = bench;
    this.#launchTool = launchTool;
    this.disk = bench.disk;
    this.#copies = new WorkingCopies(this.disk, sandboxFolder);
  }

  /** What stands on the disk; only the partitions with these names, where some are given. */
  facts(key?: StateKey, names?: ReadonlySet<string>): DiskFacts {
    const reuse = key && { keyOf: keyIn(key), recent: this.#contents };
    return readFacts(this.disk.source(), names, reuse);
  }

  /** Runs the file systems' own checkers. */
  fsck(facts: DiskFacts, key?: StateKey): Promise<FsckReport[]> {
    const reuse = key && { keyOf: keyIn(key), recent: this.#answers };
    return this.#bench.show((diskPath) =>
      runFsck(facts, diskPath, this.#copies, this.#launchTool, reuse, (program) =>
        this.#has(program),
      ),
    );
  }

  /** A checker that was there once is asked for ever: if it vanishes, nothing passes without it. */
  #has(program: string): boolean {
    const known = this.#installed.get(program) ?? isInstalled(program);
    this.#installed.set(program, known);
    return known;
  }
}

function keyIn(key: StateKey): (startBytes: number, sizeBytes: number) => string {
  return (startBytes, sizeBytes) => key.ofRange(startBytes, sizeBytes);
}
