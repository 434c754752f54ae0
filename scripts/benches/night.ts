import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { decodeNightPlan } from "../../harness/catalogue/night/night-plan.js";
import { startSession } from "../../harness/session/cases/session.js";
import { drawTurn } from "../../harness/session/night/draw-turn.js";
import { startNight } from "../../harness/session/night/night.js";
import { planTurn } from "../../harness/session/night/open-turn.js";
import { readNight } from "../../harness/store/night/night-folder.js";
import type { NightRecord } from "../../harness/store/night/night-record.js";
import { median, type GroupResult } from "./report.js";

const [turnCount, casesOfTurn, goal] = [6, 40, 0.95];

const plan = decodeNightPlan({
  about: "kills of the reference resizer",
  turns: [
    {
      ...{ cases: casesOfTurn, scenarios: ["prove"], targets: ["reference"] },
      explore: { models: ["kill"], points: "all" },
    },
  ],
  canary: { everyTurns: 1000, targets: ["remove-not-idempotent"] },
});

/** What one way of running the cases came to. */
interface Done {
  readonly cases: number;
  readonly ms: number;
}

/**
 * Cases a minute of a night, its canary aside, against the same turns run one by one with nothing
 * around them; in turns, the other one first each time.
 */
export async function benchNight(repetitions: number): Promise<GroupResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-night-"));
  try {
    const [inNight, plain]: [number[], number[]] = [[], []];
    for (let each = 0; each < repetitions; each += 1) {
      const results = join(folder, String(each));
      const { done, night } = await nightOf(results);
      inNight.push(casesAMinute(done));
      plain.push(casesAMinute(await plainTurns(night, join(results, "plain"))));
    }
    const command = "scripts/bench --only night";
    const share = median(inNight.map((value, index) => value / (plain[index] ?? NaN)));
    return {
      rows: [
        { name: "cases of a night", unit: "a minute", values: inNight, command },
        { name: "the same turns alone", unit: "a minute", values: plain, command },
      ],
      verdicts: [
        {
          name: "cases of a night against the same turns alone",
          ...{ value: share, unit: "", goal: `at least ${goal}`, reached: share >= goal },
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function nightOf(results: string): Promise<{ done: Done; night: NightRecord }> {
  const { signal } = new AbortController();
  const limits = { turns: turnCount };
  const run = startNight({ plan, limits, seed: "bench", results, strict: false, signal });
  const { path } = await run.done;
  const { night, lines } = readNight(path);
  const began = lines.find(({ kind }) => kind === "began");
  const ended = lines.filter((line) => line.kind === "ended");
  const ms = (ended.at(-1)?.atMs ?? NaN) - (began?.atMs ?? NaN);
  return { done: { cases: ended.reduce((sum, { cases }) => sum + cases, 0), ms }, night };
}

async function plainTurns(night: NightRecord, results: string): Promise<Done> {
  const startedMs = performance.now();
  let cases = 0;
  for (let number = 1; number <= turnCount; number += 1) {
    const frame = { results, jobs: night.jobs, strict: false };
    const session = startSession(
      await planTurn(drawTurn(night, number), frame, console.error),
      undefined,
    );
    cases += (await session.done).totals.cases;
  }
  return { cases, ms: performance.now() - startedMs };
}

function casesAMinute({ cases, ms }: Done): number {
  return (cases * 60_000) / ms;
}
