import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTool } from "../../harness/target/tool.js";
import { writeManyCases } from "./many-cases.js";
import { median, type GroupResult, type Verdict } from "./report.js";

const [caseCount, timeoutMs] = [100_000, 300_000];
const goals = { ms: 20_000, mib: 500, fileMib: 5 };

/** The HTML report of 100,000 cases: time, memory, and the size of the file. */
export async function benchHtmlReport(repetitions: number): Promise<GroupResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-report-"));
  try {
    const run = writeManyCases(folder, caseCount);
    const output = join(folder, "report.html");
    const made: { ms: number; mib: number; fileMib: number }[] = [];
    for (let each = 0; each < repetitions; each += 1) made.push(await makeOne(run, output));
    const command = "scripts/crashpoint report RUN-OF-100,000-CASES --format html --output FILE";
    const values = (name: keyof typeof goals) => made.map((each) => each[name]);
    const row = (name: string, unit: string, of: readonly number[]) => {
      return { name, unit, values: of, command };
    };
    return {
      rows: [
        row("made", "ms", values("ms")),
        row("memory of it", "MiB", values("mib")),
        row("the file", "MiB", values("fileMib")),
      ],
      verdicts: [
        verdict("HTML report of 100,000 cases", values("ms"), "ms", goals.ms),
        verdict("memory of an HTML report", values("mib"), "MiB", goals.mib),
        verdict("size of an HTML report", values("fileMib"), "MiB", goals.fileMib),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function makeOne(run: string, output: string) {
  const program = fileURLToPath(new URL("report-main.js", import.meta.url));
  const { stdout } = await runTool([process.execPath, program, run, output], { timeoutMs });
  const { tookMs, rssBytes } = JSON.parse(stdout) as { tookMs: number; rssBytes: number };
  return { ms: tookMs, mib: rssBytes / 2 ** 20, fileMib: statSync(output).size / 2 ** 20 };
}

function verdict(name: string, values: readonly number[], unit: string, goal: number): Verdict {
  const value = median(values);
  return { name, value, unit, goal: `at most ${goal}`, reached: value <= goal };
}
