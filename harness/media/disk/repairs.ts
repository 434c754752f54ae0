import { rmSync } from "node:fs";
import { join } from "node:path";
import type { StateKey } from "../../crash/state-key.js";
import {
  dataPieces,
  openFileSource,
  slice,
  type ByteSource,
  type Piece,
} from "../../layout/byte-source.js";
import { skipHoles } from "../../layout/sparse-source.js";
import type { RepairDone } from "../judge.js";
import { Recent } from "../../model/recent.js";
import type { DiskFacts, PartitionFacts } from "../../oracles/facts/facts.js";
import {
  contentType,
  readContent,
  type PartitionContent,
} from "../../oracles/facts/partition-content.js";
import { recall } from "../../oracles/facts/recent.js";
import { copyOut, type Part } from "../../oracles/fsck/copy-out.js";
import { checkCopy, type FsckAnswer } from "../../oracles/fsck/fsck.js";
import type { Repaired } from "../../oracles/harm/harms.js";
import { repairCopy, type Repair } from "../../oracles/repair/repair-copy.js";
import { pageBytes } from "../../shim/memory.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { dataExtents } from "../../target/data-extents.js";
import { isInstalled } from "../../target/installed.js";
import type { RunTool } from "../../target/tool.js";

/** It sleeps a second, and asks nothing. */
const tableMs = 30_000;

/** Adds what only the tools of a format can read in a file. */
type Complete = (content: PartitionContent, path: string) => Promise<PartitionContent>;

/** What should stand on a disk. */
export interface Meant {
  /** The type of file system of a partition, where that is known. */
  readonly typeOf: (partition: PartitionFacts) => string | undefined;
  /** Both copies of the GPT are valid, and say the same. */
  readonly isTableClean: boolean;
}

/** Repairs file systems of a disk as their users would: on copies, or, where asked, in place. */
export class Repairs {
  readonly #disk: PagedDisk;
  readonly #launchTool: RunTool;
  readonly #limitOf: (partition: PartitionFacts) => number;
  readonly #complete: Complete;
  readonly #copyPath: string;
  readonly #known = new Recent<Repaired>();

  /** `folder` has room for a copy. */
  constructor(
    disk: PagedDisk,
    launchTool: RunTool,
    limitOf: (partition: PartitionFacts) => number,
    complete: Complete,
    folder: string,
  ) {
    this.#disk = disk;
    this.#launchTool = launchTool;
    this.#limitOf = limitOf;
    this.#complete = complete;
    this.#copyPath = join(folder, "repaired.img");
  }

  /** What the usual repair makes of a partition, which stays as it is. */
  async onCopy(
    partition: PartitionFacts,
    meant: string | undefined,
    key: StateKey,
  ): Promise<Repaired> {
    const keyOf = (startBytes: number, sizeBytes: number) => key.ofRange(startBytes, sizeBytes);
    const { known, keep } = recall({ keyOf, recent: this.#known }, partition);
    if (known !== undefined) return known;
    const repaired = await this.#onFreshCopy(partition, meant, async (repair) => {
      const content = await this.#complete(
        await fromFile(this.#copyPath, readContent),
        this.#copyPath,
      );
      return { repair, content };
    });
    return keep(repaired);
  }

  /**
   * Repairs the table, and each file system that is not as in the base and has a usual repair.
   * Returns the commands that have changed something.
   */
  async inPlace(facts: DiskFacts, meant: Meant): Promise<RepairDone[]> {
    const done: RepairDone[] = meant.isTableClean ? await this.#mendTable(facts) : [];
    for (const partition of facts.partitions) {
      if (!this.#isChanged(partition)) continue;
      const type = meant.typeOf(partition);
      if (contentType(partition) === undefined && type === undefined) continue;
      await this.#onFreshCopy(partition, type, async (repair) => {
        if (repair.kind !== "mended" || !(await this.#writeBack(partition))) return;
        const isKnown = done.some(({ command }) => command === repair.by);
        if (!isKnown) done.push({ command: repair.by, isUsual: true });
      });
    }
    return done;
  }

  #isChanged({ startBytes, sizeBytes }: Part): boolean {
    const [first, end] = [startBytes, startBytes + sizeBytes].map((at) => at / pageBytes);
    return this.#disk.pagesNotBase().some((page) => page + 1 > (first ?? 0) && page < (end ?? 0));
  }

  /** As a user does by hand where one copy of the GPT is broken or old: no boot does it. */
  async #mendTable({ label, census, pmbrProblem, sizeBytes }: DiskFacts): Promise<RepairDone[]> {
    const { state, primary, backup } = census;
    const isHurt = state !== "clean" || pmbrProblem !== undefined;
    const isBroken = label === "gpt" && isHurt && (primary.valid || backup.valid);
    if (!isBroken || !isInstalled("sgdisk")) return [];
    const whole = { startBytes: 0, sizeBytes };
    try {
      copyOut(this.#disk.source(), whole, this.#copyPath);
      const mended = await this.#launchTool(["sgdisk", "-e", this.#copyPath], {
        timeoutMs: tableMs,
      });
      const isDone = mended.exitCode === 0 && (await this.#writeBack(whole));
      return isDone ? [{ command: "sgdisk -e", isUsual: false }] : [];
    } finally {
      rmSync(this.#copyPath, { force: true });
    }
  }

  async #onFreshCopy<T>(
    partition: PartitionFacts,
    meant: string | undefined,
    then: (repair: Repair) => Promise<T>,
  ): Promise<T> {
    try {
      copyOut(this.#disk.source(), partition, this.#copyPath);
      const repair = await repairCopy({
        type: contentType(partition) ?? meant ?? "what is of no known type",
        path: this.#copyPath,
        runTool: this.#launchTool,
        limitMs: this.#limitOf(partition),
        checkAgain: () => this.#check(partition),
      });
      return await then(repair);
    } finally {
      rmSync(this.#copyPath, { force: true });
    }
  }

  /** Asks the checker about the copy alone. */
  async #check(partition: PartitionFacts): Promise<FsckAnswer> {
    const [runTool, limitOf] = [this.#launchTool, this.#limitOf];
    // A repair may have brought back what could not be told before.
    const isTold = contentType(partition) !== undefined;
    const asked = isTold
      ? partition
      : { ...partition, ...(await fromFile(this.#copyPath, readContent)) };
    if (contentType(asked) === undefined) return { kind: "complaint", complaint: "no known type" };
    const answer = await checkCopy(asked, this.#copyPath, { runTool, limitOf });
    return answer ?? { kind: "clean" };
  }

  /** Returns whether anything has changed. */
  async #writeBack({ startBytes, sizeBytes }: Part): Promise<boolean> {
    const disk = this.#disk;
    return fromFile(this.#copyPath, (copy) => {
      let hasChanged = false;
      const now = slice(disk.source(), startBytes, Math.min(sizeBytes, copy.sizeBytes));
      for (const { offsetBytes, bytes } of differences(now, copy)) {
        disk.write(startBytes + offsetBytes, bytes, 0, bytes.length);
        hasChanged = true;
      }
      return hasChanged;
    });
  }
}

/** The pages of `wanted` that are other ones in `now`: each may be written there as it comes. */
function* differences(now: ByteSource, wanted: ByteSource): Generator<Piece> {
  for (const held of dataPieces(slice(wanted, 0, now.sizeBytes), pageBytes)) {
    if (!now.read(held.offsetBytes, held.bytes.length).equals(held.bytes)) yield held;
  }
  // What is a hole now, and was none.
  for (const { offsetBytes, bytes } of dataPieces(now, pageBytes)) {
    const left = wanted.read(offsetBytes, bytes.length);
    if (!left.equals(bytes)) yield { offsetBytes, bytes: left };
  }
}

/** Reads a file; its holes take no time. */
async function fromFile<T>(path: string, read: (copy: ByteSource) => T): Promise<T> {
  const file = openFileSource(path);
  try {
    return read(skipHoles(file, await dataExtents(path, file.sizeBytes)));
  } finally {
    file.close();
  }
}
