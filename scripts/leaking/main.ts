import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exitCodes, leavesUndecided, messageOf } from "../../harness/model/errors.js";
import { codeOf } from "../../harness/model/file-problem.js";
import { formatTable, numeric } from "../../harness/report/tables/table.js";
import { explore } from "../../harness/session/explore.js";
import { openSubject } from "../../harness/session/night/open-turn.js";
import { soak } from "../../harness/session/soak.js";
import type { Subject } from "../../harness/session/subject/subject.js";
import { countHost } from "../../harness/target/host-counts.js";
import { growthIn, type Sample } from "./growth.js";

const help = `Usage: scripts/leaks [OPTIONS]
Runs cases of a small target, and counts after each batch what is there: exit code 1 where
anything has grown.
  --cases N     how many cases (200); 10000 take hours
  --seed WORD   what the kills are drawn from (leaks)`;

/** A correct target whose runs take little time. */
const smallTarget = "record-first";
/** So many rows at most. */
const mostRows = 20;
const leastBatch = 20;

interface Options {
  readonly cases: number;
  readonly seed: string;
}

function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string", default: "200" },
      seed: { type: "string", default: "leaks" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const cases = Number(values.cases);
  if (/^\d{1,7}$/.test(values.cases) && cases >= 2 * leastBatch)
    return { cases, seed: values.seed };
  throw new Error(
    `--cases: expected a whole number from ${2 * leastBatch}, found "${values.cases}"`,
  );
}

/** All that is temporary goes to a folder of its own, so that nobody else's is counted. */
async function work(options: Options): Promise<number> {
  const own = mkdtempSync(join(tmpdir(), "crashpoint-leaks-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = own;
  try {
    return tell(await samplesOf(options, join(own, "results")));
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(own, { recursive: true, force: true });
  }
}

async function samplesOf({ cases, seed }: Options, results: string): Promise<Sample[]> {
  const { subject } = await openSubject({ small: smallTarget }, (text) => console.log(text));
  const batch = Math.max(leastBatch, Math.ceil(cases / mostRows));
  const samples: Sample[] = [];
  let done = 0;
  while (done < cases) {
    const count = Math.min(batch, cases - done);
    done += await runBatch(subject, { results, seed: `${seed} ${done}`, count });
    rmSync(results, { recursive: true });
    samples.push({ cases: done, counts: countHost() });
    console.error(`${done} of ${cases} cases`);
  }
  return samples;
}

/** Half of it live kills, the other half explored as far as there are points. */
async function runBatch(
  subject: Subject,
  { results, seed, count }: { results: string; seed: string; count: number },
): Promise<number> {
  const live = Math.ceil(count / 2);
  const killed = await soak(subject, { results, seed, aim: "writes", budget: { cases: live } })
    .done;
  const budget = { cases: count - live };
  const explored = await explore(subject, {
    results,
    seed,
    points: "all",
    models: ["kill"],
    budget,
  }).done;
  const cases = killed.totals.cases + explored.totals.cases;
  if (cases > 0) return cases;
  throw new Error(`no case was run: ${[...killed.undecided, ...explored.undecided].join("; ")}`);
}

function tell(samples: readonly Sample[]): number {
  const headings = ["cases", "processes", "mounts", "loops", "temporary folders", "descriptors"];
  const columns = [...headings, "MiB"].map(numeric);
  const rows = samples.map(({ cases, counts }) => {
    const { processes, mounts, loops, tempFolders, descriptors, rssMiB } = counts;
    return [cases, processes, mounts, loops, tempFolders, descriptors, rssMiB].map(String);
  });
  console.log(formatTable(columns, rows));
  const growth = growthIn(samples);
  for (const line of growth) console.log(`grown: ${line}`);
  console.log(growth.length === 0 ? "nothing has grown" : "something stays behind");
  return growth.length === 0 ? exitCodes.held : exitCodes.violated;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(help);
  else process.exitCode = await work(options);
} catch (error) {
  console.error(`error: ${messageOf(error)}`);
  const isUsage =
    error instanceof Error && (/^--/.test(error.message) || /^ERR_PARSE_ARGS/.test(codeOf(error)));
  const broken = leavesUndecided(error) ? exitCodes.undecided : exitCodes.harness;
  process.exitCode = isUsage ? exitCodes.usage : broken;
}
