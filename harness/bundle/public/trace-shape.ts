import { nameWrite } from "../../layout/disk-regions.js";
import type { Region } from "../../layout/region.js";
import type { DiskEvent } from "../../model/trace.js";

/**
 * What a run did to the disk, without what it wrote: a line of JSON for each write and each flush,
 * in their order. Of what it printed only that it did.
 */
export function traceShape(
  run: number,
  trace: readonly DiskEvent[],
  before: readonly Region[],
  after: readonly Region[],
): string {
  return trace.map((event) => `${JSON.stringify(shapeOf(run, event, before, after))}\n`).join("");
}

function shapeOf(
  run: number,
  event: DiskEvent,
  before: readonly Region[],
  after: readonly Region[],
): object {
  if (event.kind !== "write") return { run, kind: event.kind };
  const { number, change, offsetBytes, lengthBytes, synchronous } = event;
  const region = nameWrite(before, after, event).name;
  const place = { offsetBytes, lengthBytes, region };
  return { run, kind: "write", number, change, ...place, ...(synchronous && { synchronous }) };
}
