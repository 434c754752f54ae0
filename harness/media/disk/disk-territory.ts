import type { Epochs } from "../../crash/epoch.js";
import type { PlacedChange } from "../../explore/placed-change.js";
import type { Territory } from "../../explore/points.js";
import { powerPoints } from "../../explore/power/power-points.js";
import { nameWrite } from "../../layout/disk-regions.js";
import type { Region } from "../../layout/region.js";
import type { Device } from "../../model/power.js";
import { openStream } from "../../model/prng.js";
import { stepAt } from "../../model/steps.js";
import type { WriteEvent } from "../../model/trace.js";
import type { WantedPoints } from "../crash-models.js";
import { siteNumbers, type SiteMap } from "../../model/sites/call-site.js";
import type { DiskRun } from "./disk-run.js";
import { tellingWrites } from "./telling-writes.js";

/** The layouts of a disk before and after the work. */
export interface Layouts {
  readonly before: readonly Region[];
  readonly after: readonly Region[];
}

/**
 * The writes of a run with the steps and places that they belong to, in order. Where nobody can
 * read what is there, some are taken for metadata.
 */
export function placedWrites(
  { writes, shape, trace }: DiskRun,
  layouts: Layouts,
  sites?: SiteMap,
): PlacedChange[] {
  const telling = tellingWrites(trace);
  const siteOf = sites === undefined ? [] : siteNumbers(sites);
  return writes.map((write) => {
    const { number, change } = write;
    const place = nameWrite(layouts.before, layouts.after, write);
    const taken = telling.has(number) ? "metadata" : "data";
    const kind = place.kind === "unread" ? taken : place.kind;
    const step = stepAt(shape, { kind: "write", writes: number, bytes: 0 });
    const site = siteOf[number - 1];
    return {
      ...{ number, step, place: { name: place.name, kind }, likeness: change },
      ...(site !== undefined && { site }),
    };
  });
}

/** What crash points of a run on a disk are chosen from; power is lost on each of the devices. */
export function diskTerritory(
  run: DiskRun,
  layouts: Layouts,
  epochs: Epochs,
  devices: readonly Device[],
  { seed, sites }: Pick<WantedPoints, "seed" | "sites">,
): Territory {
  return {
    shape: run.shape,
    changes: placedWrites(run, layouts, sites),
    tearsOf: ({ number }) => tearsOf(run.writes[number - 1], seed),
    lossesOf: (chosen) => powerPoints(epochs, chosen, devices, seed),
  };
}

/** At the first, the middle and the last sector border inside of a write, and one seeded byte. */
function tearsOf(write: WriteEvent | undefined, seed: string): number[] {
  if (write?.change !== "data" || write.lengthBytes <= 1) return [];
  const { lengthBytes, number } = write;
  const sectors = Math.floor((lengthBytes - 1) / 512);
  const borders = sectors === 0 ? [] : [1, Math.ceil(sectors / 2), sectors].map((n) => n * 512);
  const byte = openStream(seed, `torn write ${number}`).integer(1, lengthBytes - 1);
  return [...new Set([...borders, byte])].sort((a, b) => a - b);
}
