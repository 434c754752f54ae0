import { join } from "node:path";
import type { StateKey } from "../crash/state-key.js";
import { readFacts, type DiskFacts } from "../oracles/facts.js";
import { runFsck, type FsckReport } from "../oracles/fsck.js";
import type { PagedDisk } from "../shim/paged-disk.js";
import { sandboxFolder } from "../target/sandbox.js";
import type { Lab } from "./lab.js";

/** Reads and checks the disk of a lab as it is now; what it has seen before it does not repeat. */
export class Examiner {
  readonly disk: PagedDisk;
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.disk = lab.shim.disk;
  }

  /** What stands on the disk; only the partitions with these names, where some are given. */
  facts(_key: StateKey, names?: ReadonlySet<string>): DiskFacts {
    return readFacts(this.disk.source(), names);
  }

  /** Runs the file systems' own checkers. */
  async fsck(facts: DiskFacts, _key: StateKey): Promise<FsckReport[]> {
    const { launcher } = this.#lab;
    const scratch = join(sandboxFolder, "partition.img");
    return this.#lab.show((diskPath) =>
      runFsck(facts, this.disk.source(), diskPath, scratch, launcher.runTool),
    );
  }
}
