import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { openStream, type Stream } from "../../harness/model/prng.js";
import type { Shard } from "../../harness/model/shard.js";
import type { FindingClass } from "../../harness/model/verdict.js";
import { storeChangeMap } from "../../harness/store/changes/change-map-file.js";
import type { RunJson } from "../../harness/store/records.js";
import { createRun } from "../../harness/store/run-folder.js";

const [writeCount, sectorBytes, diskBytes] = [200_000, 512, 2 ** 30];
const steps = ["shrink", "copy", "update", "verify"];
const states = ["clean", "copies differ", "primary invalid", "backup invalid"];
const classes: readonly FindingClass[] = ["silently lost", "unreadable", "stuck", "left behind"];

const census = {
  ...{ primaryHeaderCrc: true, primaryEntriesCrc: true, backupHeaderCrc: true },
  ...{ backupEntriesCrc: true, entriesEqual: true, entriesInsideDisk: true, entriesOverlap: false },
};

const run: RunJson = {
  ...{ version: 5, command: "soak", scenario: "many", target: "made-up", seed: "1" },
  ...{ about: "cases that nobody ran", fingerprint: "9c1e", steps, replayWords: [] },
  ...{ startedAt: "2026-11-20T12:31:00Z", options: { jobs: 2 }, imageSha256: "00" },
  ...{ program: { path: "/usr/bin/made-up" }, tools: { e2fsck: "1.47.0" } },
  environment: { umask: "0022", variables: { TZ: "UTC0" } },
  host: { cpus: 2, kernel: "6.18" },
};

/** Which of several such runs it is. */
export interface WhichRun {
  readonly seed: string;
  /** Of the first case. */
  readonly firstIndex: number;
  readonly shard?: Shard;
}

/**
 * Writes a run of so many made-up cases below a folder, with the map of 200,000 scattered writes:
 * the largest that a report must take; of shards, the first alone has it. Returns the run's folder.
 */
export function writeManyCases(
  folder: string,
  caseCount: number,
  { seed, firstIndex, shard }: WhichRun = { seed: "1", firstIndex: 0 },
): string {
  const writer = createRun(folder, { ...run, seed, ...(shard && { shard }) }, "20261120T123100Z");
  const stream = openStream(seed, "many cases");
  writer.writeGolden({
    ...{ version: 5, writeCount, lineCount: 12, durationMs: 250, deterministic: true },
    writesByStep: Object.fromEntries(steps.map((step) => [step, writeCount / steps.length])),
    ...{ work: ["P3: resized"], findings: [], notices: [], plan: { kind: "none" } },
  });
  if ((shard?.index ?? 1) === 1) storeChangeMap(writer.path, scatteredWrites(stream));
  for (let index = 0; index < caseCount; index += 10_000) {
    const count = Math.min(10_000, caseCount - index);
    const first = firstIndex + index;
    const lines = Array.from({ length: count }, (_, each) =>
      madeUpCase(first + each, seed, stream),
    );
    appendFileSync(join(writer.path, "cases.jsonl"), `${lines.join("\n")}\n`);
  }
  writer.close();
  return writer.path;
}

function scatteredWrites(stream: Stream): Parameters<typeof storeChangeMap>[1] {
  const partBytes = diskBytes / 8;
  const areas = Array.from({ length: 8 }, (_, index) => ({
    ...{ name: `P${index + 1} part`, kind: "partition" as const },
    ...{ startBytes: index * partBytes, endBytes: (index + 1) * partBytes },
  }));
  const places = areas.flatMap(({ name }) => [
    { name: `${name}: superblock`, kind: "metadata" as const },
    { name: `${name}: data`, kind: "data" as const },
  ]);
  const rows = Array.from({ length: writeCount }, (_, index) => {
    const area = stream.integer(0, areas.length - 1);
    const sector = stream.integer(0, partBytes / sectorBytes - 1);
    const offsetBytes = area * partBytes + sector * sectorBytes;
    const step = Math.floor((index * steps.length) / writeCount);
    const place = 2 * area + (sector < 1000 ? 0 : 1);
    return { count: 1, step, place, stretch: { area, offsetBytes, lengthBytes: sectorBytes } };
  });
  const flushes = Array.from({ length: writeCount / 100 }, (_, index) => (index + 1) * 100);
  const chart = { sizeBytes: diskBytes, areas };
  return { steps, places, chart, rows, flushes, said: [], saidMore: 0 };
}

/** As cases.jsonl has it: what is written is what the store reads, and 100,000 are made quickly. */
function madeUpCase(index: number, seed: string, stream: Stream): string {
  const write = stream.integer(1, writeCount);
  const [kind, part] = [stream.integer(0, 9), stream.integer(1, 8)];
  const state = states[stream.integer(0, states.length - 1)];
  const worst = classes[stream.integer(0, classes.length - 1)] ?? "stuck";
  const message = `expected ${write} sectors of /var/lib/b${part}, found 0x${write.toString(16)}`;
  const finding = { checker: "content", class: worst, place: `P${part}`, message, kill: 0 };
  const step = steps[Math.floor(((write - 1) * steps.length) / writeCount)];
  const isHeld = kind > 2;
  return JSON.stringify({
    ...{ version: 5, id: `c1:many:made-up:${seed}:w${write}@9c1e`, index },
    ...{ scenario: "many", target: "made-up", seed, model: "kill" },
    cuts: [
      {
        ...{ point: `w${write}`, write, bytes: 0, line: 2, ofWrites: writeCount, step },
        ...{ region: `P${part} part: data`, landed: "landed" },
        ...{ census: { ...census, state }, destinations: [] },
      },
    ],
    verdict: isHeld ? "held" : "violated",
    class: isHeld ? "recovered" : worst,
    findings: isHeld ? [] : [finding],
    known: kind === 2,
    ...{ resumes: 1, targetMs: stream.integer(10, 400), checksMs: stream.integer(10, 90) },
    harnessMs: 4,
  });
}
