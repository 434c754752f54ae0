import { performance } from "node:perf_hooks";
import { parsePoints } from "../../../harness/explore/point-filter.js";
import { openStream } from "../../../harness/model/prng.js";
import { copyOut } from "../../../harness/oracles/fsck/copy-out.js";
import { Recent } from "../../../harness/model/recent.js";
import type { CaseContext } from "../../../harness/runner/case/case-context.js";
import { isExplored } from "../../../harness/model/trace.js";
import { CaseRunner } from "../../../harness/runner/case/case.js";
import { loadDevices } from "../../../harness/catalogue/devices.js";
import { ExploredCrashes } from "../../../harness/runner/case/explored.js";
import { makeGolden } from "../../../harness/runner/golden/golden-run.js";
import { openDiskLab } from "../../../harness/runner/block/disk-lab.js";
import { loadScenario } from "../../../harness/catalogue/scenario.js";
import { loadTarget } from "../../../harness/catalogue/target.js";
import { bareImagePath, runBare } from "../bare-run.js";
import type { StatesResult, StatesTask } from "../tasks.js";

/**
 * Checked states against the bare resume of the very same images, in turns: seeded crash points
 * among all metadata writes, each image seen once.
 */
export async function runStates(task: StatesTask): Promise<StatesResult> {
  const scenario = loadScenario(task.scenario);
  const target = loadTarget(task.target);
  const { lab, medium, launcher } = await openDiskLab(scenario, target, task.imagePath);
  const golden = await makeGolden(lab, medium, scenario, target);
  if (golden.kind === "undecided") throw new Error(golden.reason);
  const opened = medium.openBy(golden.golden, golden.recorded, loadDevices());
  const clock = () => performance.now();
  const context = { ...opened, lab, scenario, target, golden, clock };
  const runner = new CaseRunner({ ...context, reruns: new Recent(), resumes: new Recent() });
  const own: CaseContext = { ...context, reruns: new Recent(), resumes: new Recent() };
  const images = new ExploredCrashes(own, task.seed);
  const plan = opened.crashes.plan({
    ...{ filter: parsePoints("metadata"), models: ["kill"], devices: [], seed: task.seed },
  });
  const points = openStream(task.seed, "bench states").shuffle(plan.points.filter(isExplored));
  const seen = new Set<string>();
  const bareMs: number[] = [];
  const stateMs: number[] = [];
  for (const [index, point] of points.entries()) {
    if (stateMs.length === task.states) break;
    await images.reach([point]);
    const { disk } = medium.bench;
    const key = lab.bench.key();
    if (seen.has(key)) continue;
    seen.add(key);
    copyOut(disk.source(), { startBytes: 0, sizeBytes: disk.sizeBytes }, bareImagePath);
    const bare = await runBare(launcher, scenario, target);
    const started = clock();
    const { record } = await runner.run({
      kind: "explored",
      index,
      seed: task.seed,
      cuts: [point],
    });
    const tookMs = clock() - started;
    if (record.verdict === "undecided") throw new Error(record.reason);
    // A resume that fails is tried again, twice: that is no time of the harness.
    if (record.resumes !== 1) continue;
    bareMs.push(bare.durationMs);
    stateMs.push(tookMs);
  }
  return { bareMs, stateMs };
}
