import { createHash } from "node:crypto";
import { performance } from "node:perf_hooks";
import { chooseCut } from "../../../harness/explore/choose-cut.js";
import { openFileSource, type ByteSource } from "../../../harness/layout/byte-source.js";
import { readGpt } from "../../../harness/layout/gpt/gpt.js";
import { gptTableRegions } from "../../../harness/layout/gpt/regions.js";
import type { Region } from "../../../harness/layout/region.js";
import { openStream } from "../../../harness/model/prng.js";
import { shapeOf } from "../../../harness/model/steps.js";
import type { DiskEvent } from "../../../harness/model/trace.js";
import { readFacts } from "../../../harness/oracles/facts/facts.js";
import { openDiskLab } from "../../../harness/runner/block/disk-lab.js";
import { loadScenario } from "../../../harness/catalogue/scenario.js";
import { loadTarget } from "../../../harness/catalogue/target.js";
import { pageBytes } from "../../../harness/shim/memory.js";
import { startLauncher } from "../../../harness/target/launcher.js";
import { bareImagePath, copyFresh, runBare } from "../bare-run.js";
import type { KillsResult, KillsTask } from "../tasks.js";

/** One try: a kill that landed or not, and what it left. */
interface Kill {
  readonly landed: boolean;
  readonly insideGptUpdate: boolean;
  /** Takes a digest of the disk. Not on the clock: only the bench wants it. */
  readonly digest: () => string;
}

/** Kills as a soak does: at a seeded write of each step in turn, with direct I/O. */
export async function runShimKills(task: KillsTask): Promise<KillsResult> {
  const target = loadTarget(task.target);
  const { lab, medium } = await openDiskLab(loadScenario(task.scenario), target, task.imagePath);
  const { bench } = medium;
  const { disk } = bench;
  const tables = gptTableRegions(readGpt(disk.source()));
  const reference = await lab.run({ part: "first", kind: "recorded", watch: "nothing" });
  const shape = shapeOf(reference.trace, target.stepNames[0], target.steps);
  const steps = [...new Set(shape.spans.map(({ step }) => step))];
  const stream = openStream(task.seed, "bench kills on the shim");

  return countKills(task, async (number) => {
    disk.resetToBase();
    const cut = chooseCut(shape, [steps[number % steps.length] ?? ""], stream);
    if (cut === undefined || cut.kind === "power") throw new Error("nothing to cut");
    const ending = { kind: "at a point", point: cut } as const;
    const run = await lab.run({ part: "first", kind: "recorded", watch: "nothing", ending });
    const { census } = readFacts(disk.source(), new Set());
    return {
      landed: run.ended === "cut",
      insideGptUpdate: census.state !== "clean" || lastWriteIsIn(tables, bench.trace()),
      digest: () => digestOf(disk.source(), disk.pagesNotBase()),
    };
  });
}

/** Kills the classic way: a fresh copy, a bare run, SIGKILL at a seeded time, a look at the GPT. */
export async function runClassicKills(task: KillsTask): Promise<KillsResult> {
  const scenario = loadScenario(task.scenario);
  const target = loadTarget(task.target);
  const launcher = startLauncher();
  await copyFresh(task.imagePath);
  const { durationMs } = await runBare(launcher, scenario, target);
  const stream = openStream(task.seed, "bench classic kills");

  return countKills(task, async () => {
    await copyFresh(task.imagePath);
    const killAfterMs = stream.integer(1, Math.round(durationMs));
    const { exit } = await runBare(launcher, scenario, target, killAfterMs);
    const image = openFileSource(bareImagePath);
    const { census, sizeBytes } = readFacts(image, new Set());
    return {
      landed: exit.signal === "SIGKILL",
      insideGptUpdate: census.state !== "clean",
      digest: () => {
        const pages = Array.from({ length: Math.ceil(sizeBytes / pageBytes) }, (_, page) => page);
        const digest = digestOf(image, pages);
        image.close();
        return digest;
      },
    };
  });
}

async function countKills(
  { seconds }: KillsTask,
  kill: (number: number) => Promise<Kill>,
): Promise<KillsResult> {
  const states = new Set<string>();
  const count = { landed: 0, tooLate: 0, insideGptUpdates: 0 };
  let spentMs = 0;
  for (let number = 0; spentMs < seconds * 1000; number += 1) {
    const began = performance.now();
    const { landed, insideGptUpdate, digest } = await kill(number);
    spentMs += performance.now() - began;
    const state = digest();
    if (landed) states.add(state);
    if (landed && insideGptUpdate) count.insideGptUpdates += 1;
    count[landed ? "landed" : "tooLate"] += 1;
  }
  return { ...count, distinctStates: states.size, seconds: spentMs / 1000 };
}

function lastWriteIsIn(regions: readonly Region[], trace: readonly DiskEvent[]): boolean {
  const last = trace.findLast((event) => event.kind === "write");
  return (
    last !== undefined &&
    regions.some(
      ({ startBytes, endBytes }) =>
        last.offsetBytes < endBytes && last.offsetBytes + last.lengthBytes > startBytes,
    )
  );
}

function digestOf(source: ByteSource, pages: readonly number[]): string {
  const hash = createHash("sha1");
  for (const page of pages) {
    hash.update(String(page)).update(source.read(page * pageBytes, pageBytes));
  }
  return hash.digest("hex");
}
