import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadFileSystems } from "../../catalogue/file-systems.js";
import { shapeOf } from "../../model/steps.js";
import { pointAtEndOf, type CrashPoint } from "../../model/trace.js";
import { TreeFace } from "../../shim/tree/tree-face.js";
import type { FailureCase } from "../../store/failures/failure-case.js";
import { remakeCrashes, requireBaseOf, type Remaker } from "../remake-crashes.js";
import { pointOrders } from "./point-orders.js";
import { TreePower } from "./tree-power.js";
import { TreeRun } from "./tree-run.js";

/**
 * Makes the trees of a failure's crashes again, from its traces and the folder that it began with,
 * without the target; writes folders `crash-N` and returns their names. Throws HarnessError where
 * one is not what it was.
 */
export async function remakeTrees(
  folder: string,
  failure: FailureCase,
  treePath: string,
  outFolder: string,
): Promise<string[]> {
  await requireBaseOf(failure, treePath);
  const tree = TreeFace.here();
  tree.load(treePath);
  const names: string[] = [];
  remakeCrashes(folder, failure, new TreeRemaker(tree), (name) => {
    const path = join(outFolder, name);
    mkdirSync(path);
    tree.writeTo(path);
    names.push(name);
  });
  return names;
}

class TreeRemaker implements Remaker {
  readonly #tree: TreeFace;

  constructor(tree: TreeFace) {
    this.#tree = tree;
  }

  make(traceBytes: Buffer, cut: CrashPoint, seed: string): void {
    const run = TreeRun.decode(traceBytes, (trace) => shapeOf(trace, "run", []));
    const point = pointAtEndOf(run.changes.length, cut);
    const power = new TreePower(run, loadFileSystems(), this.#sizes());
    const { orders } = pointOrders(run, point, power, seed);
    const handle = this.#tree.useTrace(traceBytes);
    this.#tree.make(handle, orders);
    handle.forget();
  }

  digest(): string {
    return this.#tree.digest();
  }

  #sizes(): (ino: number) => number {
    const entries = [...this.#tree.manifest().values()];
    const sizes = new Map(entries.map(({ ino, sizeBytes }) => [ino, sizeBytes]));
    return (ino) => sizes.get(ino) ?? 0;
  }
}
