import { UsageError } from "../../model/errors.js";
import type { ExploredPoint } from "../../model/trace.js";
import type { PointOrders, TreePower } from "./tree-power.js";
import type { TreeRun } from "./tree-run.js";

/** What a crash at a point leaves of a run. Throws UsageError for a point that the run has not. */
export function pointOrders(
  { changes }: TreeRun,
  point: ExploredPoint,
  power: TreePower,
  seed: string,
): PointOrders {
  if (point.kind === "power") return power.leaves(point, seed);
  const { writes, bytes } = point;
  const torn = bytes > 0 ? changes[writes] : undefined;
  if (writes > changes.length || (bytes > 0 && torn === undefined)) {
    const count = changes.length;
    throw new UsageError(`there is no change ${writes + 1} in this run: it has ${count}`);
  }
  // Only a write has a part; anything else is there or not.
  if (torn?.change !== "write") {
    return { orders: { changes: writes }, lastTouched: changes[writes - 1] };
  }
  const ranges = [{ fromBytes: 0, toBytes: Math.min(bytes, torn.lengthBytes) }];
  const more = [{ recordAt: torn.recordAt, ranges }];
  return { orders: { changes: writes, more }, lastTouched: torn };
}
