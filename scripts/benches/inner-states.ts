import { performance } from "node:perf_hooks";
import { stateKey } from "../../harness/crash/state-key.js";
import { parsePoints } from "../../harness/explore/point-filter.js";
import { planPoints } from "../../harness/explore/points.js";
import { openStream } from "../../harness/model/prng.js";
import { copyOut } from "../../harness/oracles/copy-out.js";
import { Recent } from "../../harness/oracles/recent.js";
import type { CaseContext } from "../../harness/runner/case/case-context.js";
import { isExplored } from "../../harness/runner/case/case-order.js";
import { CaseRunner } from "../../harness/runner/case/case.js";
import { loadDevices } from "../../harness/catalogue/devices.js";
import { Examiner } from "../../harness/media/disk/examiner.js";
import { ExploredCrashes } from "../../harness/runner/case/explored.js";
import { makeGolden } from "../../harness/runner/golden/golden-run.js";
import { Lab } from "../../harness/runner/lab/lab.js";
import { loadScenario } from "../../harness/catalogue/scenario.js";
import { loadTarget } from "../../harness/catalogue/target.js";
import { bareImagePath, runBare } from "./bare-run.js";
import type { StatesResult, StatesTask } from "./tasks.js";

/**
 * Checked states against the bare resume of the very same images, in turns: seeded crash points
 * among all metadata writes, each image seen once.
 */
export async function runStates(task: StatesTask): Promise<StatesResult> {
  const scenario = loadScenario(task.scenario);
  const target = loadTarget(task.target);
  const lab = await Lab.open(scenario, target, task.imagePath);
  const examiner = new Examiner(lab);
  const golden = await makeGolden(lab, examiner, scenario, target);
  if (golden.kind === "undecided") throw new Error(golden.reason);
  const devices = loadDevices();
  const clock = () => performance.now();
  const context = { lab, examiner, scenario, target, golden, devices, clock };
  const runner = new CaseRunner({ ...context, reruns: new Recent(), resumes: new Recent() });
  const own: CaseContext = { ...context, reruns: new Recent(), resumes: new Recent() };
  const images = new ExploredCrashes(own, task.seed);
  const plan = planPoints(golden, parsePoints("metadata"), ["kill"], devices, task.seed);
  const points = openStream(task.seed, "bench states").shuffle(plan.points.filter(isExplored));
  const seen = new Set<string>();
  const bareMs: number[] = [];
  const stateMs: number[] = [];
  for (const [index, point] of points.entries()) {
    if (stateMs.length === task.states) break;
    await images.reach([point]);
    const { disk } = lab.shim;
    const { whole } = stateKey(disk, golden.golden.runs[0].changedPages);
    if (seen.has(whole)) continue;
    seen.add(whole);
    copyOut(disk.source(), { startBytes: 0, sizeBytes: disk.sizeBytes }, bareImagePath);
    const bare = await runBare(lab.launcher, scenario, target);
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
