import { openDiskLab } from "../../../harness/runner/block/disk-lab.js";
import type { LabPlan } from "../../../harness/runner/lab/lab.js";
import { loadScenario } from "../../../harness/catalogue/scenario.js";
import { loadTarget } from "../../../harness/catalogue/target.js";
import { copyFresh, runBare } from "../bare-run.js";
import type { ResizerResult, ResizerTask } from "../tasks.js";

/** Runs the target bare, on the write-back mount, and recorded with direct I/O, in turns. */
export async function runResizer(task: ResizerTask): Promise<ResizerResult> {
  const scenario = loadScenario(task.scenario);
  const target = loadTarget(task.target);
  const { lab, launcher } = await openDiskLab(scenario, target, task.imagePath);
  const bareMs: number[] = [];
  const plainMs: number[] = [];
  const directMs: number[] = [];

  const bare = async (): Promise<number> => {
    await copyFresh(task.imagePath);
    const { exit, durationMs } = await runBare(launcher, scenario, target);
    if (exit.exitCode !== 0) throw new Error(`the bare run failed: ${JSON.stringify(exit)}`);
    return durationMs;
  };
  const recorded = async (plan: LabPlan): Promise<number> => {
    lab.bench.resetToBase();
    const { ended, exits, durationMs } = await lab.run(plan);
    if (ended !== "finished" || exits.at(-1)?.exitCode !== 0) {
      throw new Error(`the recorded run failed: ${ended}, ${JSON.stringify(exits)}`);
    }
    return durationMs;
  };

  for (let repetition = 0; repetition < task.repetitions; repetition += 1) {
    bareMs.push(await bare());
    plainMs.push(await recorded({ part: "first", kind: "plain" }));
    directMs.push(await recorded({ part: "first", kind: "recorded", watch: "nothing" }));
  }
  return { bareMs, plainMs, directMs };
}
