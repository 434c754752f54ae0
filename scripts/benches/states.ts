import { pointsOf } from "../../harness/runner/workers/planned-points.js";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeScenario, type MadeScenario } from "../../harness/catalogue/any-command.js";
import { crashOrderOf, type CaseOrder } from "../../harness/runner/case/case-order.js";
import { openStream } from "../../harness/model/prng.js";
import { sha256 } from "../../harness/model/sha256.js";
import { loadDevices } from "../../harness/catalogue/devices.js";
import type { ExploreRequest, GoldenSummary } from "../../harness/runner/workers/messages.js";
import { loadScenario, type Scenario } from "../../harness/catalogue/scenario.js";
import { soak } from "../../harness/runner/workers/soak.js";
import { loadTarget, type Target } from "../../harness/catalogue/target.js";
import type { CaseRecord } from "../../harness/store/records.js";
import { allowedCpus } from "../../harness/target/sandbox.js";
import { reasonOf, runTool } from "../../harness/target/tool.js";
import { mean, type GroupResult, type Row } from "./report.js";
import { runInner } from "./sandbox.js";
import type { StatesResult, TargetTask } from "./tasks.js";

// The groups that explore.

const limitGoal = 0.9;
const quickGoal = 3000;
const gptGoal = 100;

/** Checked states of the real target against bare resumes of the same images. */
export async function benchStates(
  task: TargetTask,
  word: string,
  states: number,
): Promise<GroupResult> {
  const seed = sha256(word).slice(0, 8);
  const timeoutMs = 120_000 + states * 10_000;
  const order = { ...task, kind: "states", seed, states } as const;
  const { bareMs, stateMs } = await runInner<StatesResult>(order, { timeoutMs });
  const command = `explored kills at seeded metadata writes of ${task.scenario}, seed ${seed}`;
  const ratio = mean(bareMs) / mean(stateMs);
  const limit = 60_000 / mean(bareMs);
  const rows: Row[] = [
    { name: "bare resume", unit: "ms", values: bareMs, command: `${command}, file in tmpfs` },
    { name: "checked state", unit: "ms", values: stateMs, command },
    {
      name: "beyond the bare resume",
      unit: "ms",
      values: stateMs.map((ms, index) => ms - (bareMs[index] ?? NaN)),
      command,
    },
    { name: "limit of one worker", unit: "a minute", values: [limit], command },
    { name: "states of one worker", unit: "a minute", values: [limit * ratio], command },
  ];
  const name = "states / limit";
  const goal = `at least ${limitGoal}`;
  return {
    rows,
    verdicts: [{ name, value: ratio, unit: "x", goal, reached: ratio >= limitGoal }],
  };
}

/** States of a target that takes next to no time, on all workers, each image seen once. */
export async function benchQuick(word: string, seconds: number): Promise<GroupResult> {
  const seed = sha256(word).slice(0, 8);
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-bench-"));
  try {
    const made = await quickTarget(folder);
    const command =
      `${made.scenario.about}, power lost on "volatile" after its last write, ` +
      `seeded subsets, ${allowedCpus().length} workers`;
    const order = (index: number, { writeCount }: GoldenSummary): CaseOrder => {
      const fate = { kind: "subset", number: index } as const;
      const loss = { kind: "power", writes: writeCount, ended: false, device: "volatile" } as const;
      return { kind: "explored", index, seed, cuts: [{ ...loss, fate, trash: [] }] };
    };
    const { records, elapsed } = await runFor(made, seconds, order);
    const undecided = records.find((each) => each.verdict === "undecided");
    if (undecided !== undefined) throw new Error(undecided.reason);
    const distinct = records.filter(({ sameAs }) => sameAs === undefined);
    const value = (distinct.length / elapsed) * 60;
    return {
      rows: [{ name: "distinct checked states", unit: "a minute", values: [value], command }],
      verdicts: [
        {
          name: "distinct checked states of a quick target",
          value,
          unit: "a minute",
          goal: `at least ${quickGoal}`,
          reached: value >= quickGoal,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rewrites one of two raw partitions in small pieces: real, quick, and of many states. */
async function quickTarget(folder: string): Promise<MadeScenario> {
  const [disk, content] = [join(folder, "disk.img"), join(folder, "content")];
  writeFileSync(content, openStream("bench", "content").bytes(64 * 1024));
  const table = "label: gpt\nsize=16MiB, name=one\nsize=16MiB, name=two\n";
  const script = `truncate -s 64M ${disk} && printf '${table}' | sfdisk -q ${disk}`;
  const built = await runTool(["sh", "-c", script]);
  if (built.exitCode !== 0) throw new Error(reasonOf(built));
  const options = ["bs=512", "seek=2048", "conv=notrunc,fsync", "status=none"];
  return makeScenario({
    disk,
    folder,
    command: ["dd", `if=${content}`, "of={disk}", ...options],
    timeoutSeconds: 10,
    successCodes: [0],
  });
}

/** Crashes inside of GPT updates of the real target, explored. */
export async function benchGpt(
  task: TargetTask,
  word: string,
  seconds: number,
): Promise<GroupResult> {
  const seed = sha256(word).slice(0, 8);
  const subject = { scenario: loadScenario(task.scenario), target: loadTarget(task.target) };
  const explore: ExploreRequest = {
    points: "gpt",
    models: ["kill", "torn", "power"],
    devices: loadDevices().map(({ name }) => name),
    seed,
    depth: 1,
    nested: "",
    flushes: false,
  };
  const order = (index: number, { planned }: GoldenSummary): CaseOrder | undefined => {
    const point = pointsOf(planned)[index];
    return point && { index, seed, ...crashOrderOf([point]), trial: true };
  };
  const { records, elapsed } = await runFor(subject, seconds, order, task.imagePath, explore);
  const command = `explore --points gpt --model kill,torn,power, ${allowedCpus().length} workers`;
  const distinct = records.filter(({ sameAs }) => sameAs === undefined).length;
  const value = (records.length / elapsed) * 60;
  return {
    rows: [
      { name: "crashes inside GPT updates", unit: "a minute", values: [value], command },
      {
        name: "of these distinct",
        unit: "a minute",
        values: [(distinct / elapsed) * 60],
        command,
      },
    ],
    verdicts: [
      {
        name: "explored crashes inside GPT updates",
        value,
        unit: "a minute",
        goal: `at least ${gptGoal}`,
        reached: value >= gptGoal,
      },
    ],
  };
}

interface Subject {
  readonly scenario: Scenario;
  readonly target: Target;
}

/** Runs cases on all CPUs; the clock starts when the golden runs are over. */
async function runFor(
  { scenario, target }: Subject,
  seconds: number,
  order: (index: number, golden: GoldenSummary) => CaseOrder | undefined,
  imagePath?: string,
  explore?: ExploreRequest,
): Promise<{ records: CaseRecord[]; elapsed: number }> {
  const records: CaseRecord[] = [];
  let startedMs = Infinity;
  const end = await soak(
    {
      scenario,
      target,
      imagePath: imagePath ?? pathOf(scenario),
      devices: loadDevices(),
      jobs: allowedCpus().length,
      ...(explore && { explore }),
      orderAt: (index, golden) => {
        startedMs = Math.min(startedMs, Date.now());
        return Date.now() - startedMs > seconds * 1000 ? undefined : order(index, golden);
      },
    },
    { ready: () => undefined, done: ({ record }) => void records.push(record) },
    new AbortController().signal,
  );
  if (end.kind === "undecided") throw new Error(end.reason);
  return { records, elapsed: (Date.now() - startedMs) / 1000 };
}

function pathOf({ image }: Scenario): string {
  if (image.kind === "built") throw new Error("this scenario's image must be built first");
  return image.path;
}
