import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { exitCodes } from "../../harness/model/errors.js";
import { encodeEnd } from "../../harness/store/codec.js";
import { runTool } from "../../harness/target/tool.js";
import { writeManyCases } from "./many-cases.js";
import { median, type GroupResult, type Row, type Verdict } from "./report.js";

const [shardCount, casesOfShard, casesOfRun, timeoutMs] = [100, 1000, 100_000, 300_000];
const goalsMs = { merge: 10_000, compare: 5000 };

/** The time of `merge` of 100 shards, and of `compare` of two runs of 100,000 cases. */
export async function benchStoredRuns(repetitions: number): Promise<GroupResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-stored-"));
  try {
    const shards = writeShards(join(folder, "shards"));
    const runs = ["1", "2"].map((seed) =>
      writeManyCases(join(folder, "runs"), casesOfRun, { seed, firstIndex: 0 }),
    );
    const merge = ["merge", shards, "--output", join(folder, "whole")];
    const [merged, compared]: [number[], number[]] = [[], []];
    for (let each = 0; each < repetitions; each += 1) {
      merged.push(await tookMs(merge));
      rmSync(join(folder, "whole"), { recursive: true });
      compared.push(await tookMs(["compare", ...runs]));
    }
    const row = (name: string, command: string, values: readonly number[]): Row => {
      return { name, unit: "ms", values, command: `scripts/crashpoint ${command}` };
    };
    return {
      rows: [
        row("merge of 100 shards", "merge SHARDS --output WHOLE", merged),
        row("compare of two runs", "compare RUN RUN", compared),
      ],
      verdicts: [
        verdict("merge of 100 shards of 1,000 cases", merged, goalsMs.merge),
        verdict("compare of two runs of 100,000 cases", compared, goalsMs.compare),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeShards(folder: string): string {
  for (let index = 1; index <= shardCount; index += 1) {
    const path = writeManyCases(join(folder, String(index)), casesOfShard, {
      seed: "1",
      firstIndex: (index - 1) * casesOfShard,
      shard: { index, count: shardCount },
    });
    const end = encodeEnd({
      ...{ version: 5, verdict: "violated", why: { kind: "complete" }, elapsedMs: 600_000 },
      ...{ endedAt: "2026-11-20T12:41:00Z", lostWorkers: { stuck: 0, died: 0 }, keptCount: 0 },
      ...{ knownNotSeen: [], missingFlushes: [], notNestedCount: 0, liveNotNestedCount: 0 },
      ...{ notNested: [], secondsLeftOut: 0 },
    });
    writeFileSync(join(path, "end.json"), JSON.stringify(end));
  }
  return folder;
}

/** How long a command of ours takes, start and all. Throws where it comes to no verdict. */
async function tookMs(words: readonly string[]): Promise<number> {
  const program = fileURLToPath(new URL("../../harness/main.js", import.meta.url));
  const began = performance.now();
  const { exitCode, stderr } = await runTool([process.execPath, program, ...words], { timeoutMs });
  const verdicts: readonly (number | null)[] = [exitCodes.held, exitCodes.violated];
  if (!verdicts.includes(exitCode)) throw new Error(`${words[0] ?? ""}: ${stderr}`);
  return performance.now() - began;
}

function verdict(name: string, values: readonly number[], goalMs: number): Verdict {
  const value = median(values);
  return { name, value, unit: "ms", goal: `at most ${goalMs}`, reached: value <= goalMs };
}
