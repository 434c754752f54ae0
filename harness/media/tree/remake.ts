import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { shapeOf } from "../../model/steps.js";
import { pointAtEndOf, type CrashPoint } from "../../model/trace.js";
import { TreeKeeper } from "../../shim/tree/tree-keeper.js";
import type { FailureCase } from "../../store/failure-case.js";
import { remakeCrashes, requireBaseOf, type Remaker } from "../remake-crashes.js";
import { pointOrders } from "./point-orders.js";
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
  const keeper = new TreeKeeper();
  keeper.load({ folder: treePath });
  const names: string[] = [];
  remakeCrashes(folder, failure, new TreeRemaker(keeper), (name) => {
    const path = join(outFolder, name);
    mkdirSync(path);
    keeper.writeTo({ folder: path });
    names.push(name);
  });
  return names;
}

class TreeRemaker implements Remaker {
  readonly #keeper: TreeKeeper;

  constructor(keeper: TreeKeeper) {
    this.#keeper = keeper;
  }

  make(traceBytes: Buffer, cut: CrashPoint): void {
    const run = TreeRun.decode(traceBytes, (trace) => shapeOf(trace, "run", []));
    const { orders } = pointOrders(run, pointAtEndOf(run.changes.length, cut));
    const id = this.#keeper.useTrace({ bytes: traceBytes });
    this.#keeper.make({ id, orders });
    this.#keeper.forgetTrace({ id });
  }

  digest(): string {
    return this.#keeper.digest();
  }
}
