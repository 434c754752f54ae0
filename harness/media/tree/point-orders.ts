import { UsageError } from "../../model/errors.js";
import type { ExploredPoint } from "../../model/trace.js";
import type { TreeChange } from "../../model/tree-change.js";
import type { TreeOrders } from "../../shim/tree/tree-command.js";
import type { TreeRun } from "./tree-run.js";

/** What of a run a crash leaves, and the last change of which something is left. */
export interface PointOrders {
  readonly orders: TreeOrders;
  readonly lastTouched: TreeChange | undefined;
}

/** What a crash at a point leaves of a run. Throws UsageError for a point that the run has not. */
export function pointOrders({ changes }: TreeRun, point: ExploredPoint): PointOrders {
  if (point.kind === "power") throw noPower();
  const { writes, bytes } = point;
  const torn = bytes > 0 ? changes[writes] : undefined;
  if (writes > changes.length || (bytes > 0 && torn === undefined)) {
    const count = changes.length;
    throw new UsageError(`there is no change ${writes + 1} in this run: it has ${count}`);
  }
  if (torn === undefined) {
    return { orders: { changes: writes }, lastTouched: changes[writes - 1] };
  }
  const ranges = [{ fromBytes: 0, toBytes: bytes }];
  const more = [{ recordAt: torn.recordAt, ranges }];
  return { orders: { changes: writes, more }, lastTouched: torn };
}

export function noPower(): UsageError {
  return new UsageError("--model power: what a tree loses with the power is not known here");
}
