import { median, type GroupResult } from "./report.js";
import { runInner } from "./sandbox.js";
import type { KillsResult, MemoryResult, ResizerResult, TargetTask } from "./tasks.js";

// The groups that run a real target.

const mebibyte = 2 ** 20;
const memoryRuns = 4;
const recordedGoal = 2;
const memoryGoalMib = 100;
const gptKillsGoal = 100;

/** A run of the target on either mount against a bare one. */
export async function benchResizer(task: TargetTask, repetitions: number): Promise<GroupResult> {
  const timeoutMs = 60_000 + repetitions * 30_000;
  const result = await runInner<ResizerResult>(
    { ...task, kind: "resizer", repetitions },
    { timeoutMs },
  );
  const command = `the commands of scenario ${task.scenario} with ${task.target}`;
  const ratio = median(result.plainMs) / median(result.bareMs);
  return {
    rows: [
      { name: "bare", unit: "ms", values: result.bareMs, command: `${command}, file in tmpfs` },
      { name: "on the write-back mount", unit: "ms", values: result.plainMs, command },
      { name: "recorded, direct I/O", unit: "ms", values: result.directMs, command },
    ],
    verdicts: [
      {
        name: "on the write-back mount / bare",
        value: ratio,
        unit: "x",
        goal: `at most ${recordedGoal}`,
        reached: ratio <= recordedGoal,
      },
    ],
  };
}

/** Memory of a worker after some runs against what was written. */
export async function benchMemory(task: TargetTask): Promise<GroupResult> {
  const result = await runInner<MemoryResult>({ ...task, kind: "memory", runs: memoryRuns });
  const rssMib = result.rssBytes / mebibyte;
  const writtenMib = result.writtenBytes / mebibyte;
  const command = `${memoryRuns} recorded runs of scenario ${task.scenario}`;
  return {
    rows: [
      { name: "memory of the worker", unit: "MiB", values: [rssMib], command },
      {
        name: "written",
        unit: "MiB",
        values: [writtenMib],
        command: "data of the image, and the most that one run put into trace and pages",
      },
    ],
    verdicts: [
      {
        name: "memory beyond what was written",
        value: rssMib - writtenMib,
        unit: "MiB",
        goal: `at most ${memoryGoalMib}`,
        reached: rssMib - writtenMib <= memoryGoalMib,
      },
    ],
  };
}

/** Live kills on the shim against the classic way, by the clock. */
export async function benchKills(
  task: TargetTask,
  seed: string,
  seconds: number,
): Promise<GroupResult> {
  const ways = [
    { name: "shim", kind: "shim kills", command: "a soak's kills, each step in turn, checked" },
    {
      name: "classic",
      kind: "classic kills",
      command: "fresh copy on tmpfs, bare run, SIGKILL of the group at a seeded time, GPT checked",
    },
  ] as const;
  const results = [];
  for (const way of ways) {
    const order = { ...task, kind: way.kind, seed, seconds };
    const timeoutMs = 120_000 + seconds * 3000;
    results.push({ ...way, kills: await runInner<KillsResult>(order, { timeoutMs }) });
  }
  const rows = results.flatMap(({ name, command, kills }) => {
    const perMinute = (count: number): number => (count / kills.seconds) * 60;
    const row = (what: string, value: number) => ({
      name: `${name}: ${what}`,
      unit: "a minute",
      values: [value],
      command: `${command}, seed ${seed}, ${formatSeconds(kills.seconds)}`,
    });
    return [
      row("kills landed", perMinute(kills.landed)),
      row("distinct crash states", perMinute(kills.distinctStates)),
      row("inside GPT updates", perMinute(kills.insideGptUpdates)),
      row("came too late", perMinute(kills.tooLate)),
    ];
  });
  const shimInside = rows.find(({ name }) => name === "shim: inside GPT updates")?.values[0] ?? 0;
  return {
    rows,
    verdicts: [
      {
        name: "kills inside GPT updates",
        value: shimInside,
        unit: "a minute",
        goal: `at least ${gptKillsGoal}`,
        reached: shimInside >= gptKillsGoal,
      },
    ],
  };
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
