import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChangeMap } from "../../model/map/change-map.js";
import { findingClasses, type FindingClass } from "../../model/verdict.js";
import { storeChangeMap } from "../../store/changes/change-map-file.js";
import type { CaseRecord, RunJson } from "../../store/records.js";
import { createRun, type RunWriter } from "../../store/run-folder.js";
import { end, golden, run } from "../../store/stored.samples.js";

const mib = 2 ** 20;

/** 30 writes of a small disk: a table, two partitions, the table again; a flush after each ten. */
export const map: ChangeMap = {
  steps: ["copy", "update"],
  places: [
    { name: "primary header", kind: "table" },
    { name: "P1 IMGA: superblock", kind: "metadata" },
    { name: "P2 IMGB: data", kind: "data" },
  ],
  chart: {
    sizeBytes: 8 * mib,
    areas: [
      { name: "partition table", kind: "table", startBytes: 0, endBytes: 17_408 },
      { name: "P1 IMGA", kind: "partition", startBytes: mib, endBytes: 3 * mib },
      { name: "P2 IMGB", kind: "partition", startBytes: 4 * mib, endBytes: 7 * mib },
    ],
  },
  rows: [
    { count: 10, step: 0, place: 1, stretch: { area: 1, offsetBytes: mib, lengthBytes: 65_536 } },
    {
      count: 15,
      step: 0,
      place: 2,
      stretch: { area: 2, offsetBytes: 4 * mib, lengthBytes: mib / 8 },
    },
    { count: 5, step: 1, place: 0, stretch: { area: 0, offsetBytes: 512, lengthBytes: 512 } },
  ],
  flushes: [10, 20, 30],
  said: [
    { after: 0, text: "step: copy" },
    { after: 25, text: "step: update" },
  ],
  saidMore: 0,
};

const cut = {
  ...{ bytes: 0, line: 1, ofWrites: 30, step: "copy", region: "P1 IMGA: superblock" },
  landed: "landed",
} as const;

const census = {
  ...{ state: "clean", primaryHeaderCrc: true, primaryEntriesCrc: true, backupHeaderCrc: true },
  ...{ backupEntriesCrc: true, entriesEqual: true, entriesInsideDisk: true, entriesOverlap: false },
};

const head = {
  version: 5,
  ...{ scenario: "resize", target: "reference", seed: "7f3a" },
  model: "kill",
  ...{ resumes: 1, targetMs: 120, checksMs: 30, harnessMs: 4 },
} as const;

/** A case that was killed after a write, and held. */
export function heldAfter(write: number): CaseRecord {
  const point = { kind: "write", writes: write, bytes: 0 } as const;
  return {
    ...head,
    id: `c1:resize:reference:7f3a:w${write}@9c1e`,
    index: write,
    cuts: [{ ...cut, point, write, disk: { census, destinations: [] } }],
    verdict: "held",
    class: "recovered",
    findings: [],
    known: false,
  };
}

/** The same, violated. */
export function violatedAfter(
  write: number,
  worst: FindingClass,
  texts: { readonly place?: string; readonly message?: string; readonly region?: string } = {},
): CaseRecord {
  const { place = "P1", message = "1 of 76 files gone (/b1)", region = cut.region } = texts;
  const held = heldAfter(write);
  return {
    ...held,
    cuts: held.cuts.map((each) => ({ ...each, region })),
    verdict: "violated",
    class: worst,
    findings: [{ checker: "content", class: worst, place, message, kill: 0 }],
    known: false,
  };
}

/** One of each class, and more of the first. */
export function manyFindings(): CaseRecord[] {
  const classes = findingClasses.map((name, index) => violatedAfter(index + 1, name));
  return [...classes, violatedAfter(20, "stuck"), heldAfter(30)];
}

/** A run that went to its end; returns its folder, below `folder`. */
export function storeEnded(
  folder: string,
  cases: readonly CaseRecord[],
  changes: { readonly run?: Partial<RunJson>; readonly map?: ChangeMap } = {},
): string {
  const writer = begin(folder, changes);
  for (const each of cases) writer.appendCase(each);
  const isHeld = cases.every(({ verdict }) => verdict === "held");
  writer.writeEnd({
    ...{ ...end, verdict: isHeld ? "held" : "violated", why: { kind: "complete" } },
    ...{ planned: cases.length, lostWorkers: { stuck: 0, died: 0 }, knownNotSeen: [] },
    ...{ keptCount: 0, notNestedCount: 0, liveNotNestedCount: 0, notNested: [] },
    ...{ missingFlushes: [], secondsLeftOut: 0 },
  });
  writer.close();
  return writer.path;
}

/** A run whose harness was killed while it wrote a case. */
export function storeHalf(folder: string, cases: readonly CaseRecord[]): string {
  const writer = begin(folder, {});
  for (const each of cases) writer.appendCase(each);
  writer.close();
  appendFileSync(join(writer.path, "cases.jsonl"), '{"version":5,"id":"c1:res');
  return writer.path;
}

function begin(
  folder: string,
  changes: { readonly run?: Partial<RunJson>; readonly map?: ChangeMap },
): RunWriter {
  const writer = createRun(folder, { ...run, ...changes.run }, "20261120T123100Z");
  writer.writeGolden({ ...golden, writeCount: 30, findings: [], writesByStep: { copy: 25 } });
  storeChangeMap(writer.path, changes.map ?? map);
  return writer;
}

/** Leaves a report where a browser finds it. */
export function storePage(folder: string, name: string, text: string): string {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, text);
  return path;
}
