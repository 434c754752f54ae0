import { rmSync } from "node:fs";
import { join } from "node:path";
import type { StateKey } from "../../crash/state-key.js";
import { openFileSource } from "../../layout/byte-source.js";
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
import { isInstalled } from "../../target/installed.js";
import { sandboxFolder } from "../../target/sandbox.js";
import type { RunTool } from "../../target/tool.js";

/** It sleeps a second, and asks nothing. */
const tableMs = 30_000;
const pieceBytes = 256 * 1024;
const copyPath = join(sandboxFolder, "repaired.img");

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
  readonly #known = new Recent<Repaired>();

  constructor(
    disk: PagedDisk,
    launchTool: RunTool,
    limitOf: (partition: PartitionFacts) => number,
    complete: Complete,
  ) {
    this.#disk = disk;
    this.#launchTool = launchTool;
    this.#limitOf = limitOf;
    this.#complete = complete;
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
      return { repair, content: await this.#complete(contentOfCopy(), copyPath) };
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
      await this.#onFreshCopy(partition, type, (repair) => {
        if (repair.kind !== "mended" || !this.#writeBack(partition)) return;
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
      copyOut(this.#disk.source(), whole, copyPath);
      const mended = await this.#launchTool(["sgdisk", "-e", copyPath], { timeoutMs: tableMs });
      const isDone = mended.exitCode === 0 && this.#writeBack(whole);
      return isDone ? [{ command: "sgdisk -e", isUsual: false }] : [];
    } finally {
      rmSync(copyPath, { force: true });
    }
  }

  async #onFreshCopy<T>(
    partition: PartitionFacts,
    meant: string | undefined,
    then: (repair: Repair) => T | Promise<T>,
  ): Promise<T> {
    try {
      copyOut(this.#disk.source(), partition, copyPath);
      const repair = await repairCopy({
        type: contentType(partition) ?? meant ?? "what is of no known type",
        path: copyPath,
        runTool: this.#launchTool,
        limitMs: this.#limitOf(partition),
        checkAgain: () => this.#check(partition),
      });
      return await then(repair);
    } finally {
      rmSync(copyPath, { force: true });
    }
  }

  /** Asks the checker about the copy alone. */
  async #check(partition: PartitionFacts): Promise<FsckAnswer> {
    const [runTool, limitOf] = [this.#launchTool, this.#limitOf];
    // A repair may have brought back what could not be told before.
    const isTold = contentType(partition) !== undefined;
    const asked = isTold ? partition : { ...partition, ...contentOfCopy() };
    if (contentType(asked) === undefined) return { kind: "complaint", complaint: "no known type" };
    const answer = await checkCopy(asked, copyPath, { runTool, limitOf });
    return answer ?? { kind: "clean" };
  }

  /** Returns whether anything has changed. */
  #writeBack({ startBytes, sizeBytes }: Part): boolean {
    let hasChanged = false;
    const copy = openFileSource(copyPath);
    try {
      const [now, endBytes] = [this.#disk.source(), Math.min(sizeBytes, copy.sizeBytes)];
      for (let at = 0; at < endBytes; at += pieceBytes) {
        const piece = copy.read(at, Math.min(pieceBytes, endBytes - at));
        if (piece.equals(now.read(startBytes + at, piece.length))) continue;
        this.#disk.write(startBytes + at, piece, 0, piece.length);
        hasChanged = true;
      }
      return hasChanged;
    } finally {
      copy.close();
    }
  }
}

function contentOfCopy(): PartitionContent {
  const source = openFileSource(copyPath);
  try {
    return readContent(source);
  } finally {
    source.close();
  }
}
