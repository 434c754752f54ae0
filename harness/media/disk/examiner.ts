import type { StateKey } from "../../crash/state-key.js";
import { readFacts, type DiskFacts, type PartitionFacts } from "../../oracles/facts/facts.js";
import { recall } from "../../oracles/facts/recent.js";
import { completeContent } from "../../oracles/formats/complete-content.js";
import { isInstalled } from "../../target/installed.js";
import type { Part, PartCopies } from "../../oracles/fsck/copy-out.js";
import { asComplaint, runFsck, type FsckAnswer, type FsckReport } from "../../oracles/fsck/fsck.js";
import type { PartitionContent } from "../../oracles/facts/partition-content.js";
import type { RepairCopy } from "../../oracles/harm/harms.js";
import type { RepairDone } from "../judge.js";
import { Recent } from "../../model/recent.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { sandboxFolder } from "../../target/sandbox.js";
import type { RunTool } from "../../target/tool.js";
import type { DiskBench } from "./disk-bench.js";
import { Repairs, type Meant } from "./repairs.js";
import { longestMs } from "./checker-limit.js";
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
  readonly #foreign = new Recent<PartitionContent>();
  readonly #answers = new Recent<FsckAnswer>();
  readonly #installed = new Map<string, boolean>();
  readonly #repairs: Repairs;
  /** How long a checker may take. */
  #limitMs = longestMs;

  constructor(bench: DiskBench, launchTool: RunTool) {
    this.#bench = bench;
    this.#launchTool = launchTool;
    this.disk = bench.disk;
    this.#copies = new WorkingCopies(this.disk, sandboxFolder);
    this.#repairs = new Repairs(
      this.disk,
      launchTool,
      () => this.#limitMs,
      (content, path) => this.#readCopy(content, path),
      sandboxFolder,
    );
  }

  /** What stands on the disk; only the partitions with these names, where some are given. */
  facts(key?: StateKey, names?: ReadonlySet<string>): DiskFacts {
    const reuse = key && { keyOf: keyIn(key), recent: this.#contents };
    return readFacts(this.disk.source(), names, reuse);
  }

  /** The same, with what only the tools of a format can read. */
  async read(key?: StateKey, names?: ReadonlySet<string>): Promise<DiskFacts> {
    const facts = this.facts(key, names);
    const partitions: PartitionFacts[] = [];
    for (const each of facts.partitions) partitions.push(await this.#complete(each, key));
    return { ...facts, partitions };
  }

  async #complete(partition: PartitionFacts, key: StateKey | undefined): Promise<PartitionFacts> {
    if (partition.otherType === undefined) return partition;
    const { entry, tableName, startBytes, sizeBytes, ...content } = partition;
    const reuse = key && { keyOf: keyIn(key), recent: this.#foreign };
    const { known, keep } = recall(reuse, partition);
    const complete = known ?? keep(await this.#readForeign(partition, content));
    return { entry, tableName, startBytes, sizeBytes, ...complete };
  }

  #readForeign(partition: Part, content: PartitionContent): Promise<PartitionContent> {
    this.#copies.make(partition);
    return this.#readCopy(content, this.#copies.pathOf(partition));
  }

  /** Reads with the tools of its format what a file holds that is a partition alone. */
  #readCopy(content: PartitionContent, path: string): Promise<PartitionContent> {
    return completeContent(content, {
      path,
      scratchFolder: sandboxFolder,
      runTool: this.#launchTool,
      installed: (program) => this.#has(program),
      timeoutMs: this.#limitMs,
    });
  }

  /** What the usual repair makes of a partition of the disk as it is now, which stays so. */
  readonly repaired: RepairCopy = (partition, meant) =>
    this.#repairs.onCopy(partition, meant, this.#bench.stateKey());

  /** Does the usual repair to the table and each file system. Returns what did it, in short. */
  repairAll(meant: Meant): Promise<RepairDone[]> {
    return this.#repairs.inPlace(this.facts(this.#bench.stateKey()), meant);
  }

  /** How long a checker may take from now on, in milliseconds. */
  limitTo(limitMs: number): void {
    this.#limitMs = limitMs;
  }

  /** Runs the file systems' own checkers. */
  async fsck(facts: DiskFacts, key?: StateKey): Promise<FsckReport[]> {
    const reports = await this.#bench.show((diskPath) =>
      runFsck(facts.partitions, {
        diskPath,
        copies: this.#copies,
        runTool: this.#launchTool,
        limitOf: () => this.#limitMs,
        reuse: key && { keyOf: keyIn(key), recent: this.#answers },
        installed: (program) => this.#has(program),
      }),
    );
    return reports.map(asComplaint);
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
