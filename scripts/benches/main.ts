import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { messageOf } from "../../harness/model/errors.js";
import { prepareImage } from "../../harness/catalogue/base-image.js";
import { loadScenario } from "../../harness/catalogue/scenario.js";
import { loadTarget } from "../../harness/catalogue/target.js";
import { benchDiskSize } from "./disk-size.js";
import { benchFirstCase } from "./first-case.js";
import { benchHtmlReport } from "./html-report.js";
import { benchNight } from "./night.js";
import { formatGroup, formatMarkdown, type GroupResult } from "./report.js";
import { benchCpu } from "./sandbox.js";
import { benchStoredRuns } from "./stored-runs.js";
import { benchGpt, benchQuick, benchStates } from "./states.js";
import { benchKills, benchMemory, benchResizer } from "./target.js";
import type { TargetTask } from "./tasks.js";
import { benchTrace } from "./trace.js";
import { benchWrites } from "./writes.js";
import { killGroupsOnInterrupt } from "../checks/processes.js";

const scenarioName = "resize";
const targetName = "partitionresizer";
const usageExit = 254;
const brokenExit = 255;

interface Options {
  readonly seconds: number;
  readonly repetitions: number;
  readonly seed: string;
}

interface Group {
  readonly name: string;
  readonly title: string;
  readonly run: (options: Options) => Promise<GroupResult>;
}

const groups: readonly Group[] = [
  {
    name: "writes",
    title: "512-byte writes a second, one writer",
    run: ({ repetitions }) => benchWrites(repetitions),
  },
  {
    name: "resizer",
    title: `The real resizer, scenario ${scenarioName}, all pinned to one CPU`,
    run: async ({ repetitions }) => benchResizer(await targetTask(), repetitions),
  },
  {
    name: "disk-size",
    title: "The same data and writes on a 2 GB and on a 20 GB sparse disk",
    run: ({ repetitions }) => benchDiskSize(repetitions),
  },
  {
    name: "memory",
    title: "Memory of a worker",
    run: async () => benchMemory(await targetTask()),
  },
  {
    name: "kills",
    title: "Checked kills of the real resizer, one worker",
    run: async ({ seed, seconds }) => benchKills(await targetTask(), seed, seconds),
  },
  {
    name: "trace",
    title: "A long trace, opened and replayed",
    run: ({ seed, repetitions }) => Promise.resolve(benchTrace(seed, repetitions)),
  },
  {
    name: "states",
    title: "Checked states of the real resizer, one worker",
    run: async ({ seed, seconds }) => benchStates(await targetTask(), seed, 2 * seconds),
  },
  {
    name: "first-case",
    title: "From the command line to the first judged case of a quick target",
    run: ({ repetitions }) => benchFirstCase(repetitions),
  },
  {
    name: "html-report",
    title: "The HTML report of 100,000 cases",
    run: ({ repetitions }) => benchHtmlReport(repetitions),
  },
  {
    name: "stored-runs",
    title: "Stored runs, read and put together: 100 shards of 1,000 cases, two runs of 100,000",
    run: ({ repetitions }) => benchStoredRuns(repetitions),
  },
  {
    name: "night",
    title: "A night against the same turns run one by one, all workers",
    run: ({ repetitions }) => benchNight(repetitions),
  },
  {
    name: "quick",
    title: "Checked states of a quick target, all workers",
    run: ({ seed, seconds }) => benchQuick(seed, seconds),
  },
  {
    name: "gpt",
    title: "Explored crashes inside GPT updates of the real resizer, all workers",
    run: async ({ seed, seconds }) => benchGpt(await targetTask(), seed, seconds),
  },
];

const names = groups.map(({ name }) => name).join(", ");
const help = `Usage: scripts/bench [OPTIONS]
  --only NAME        one group of rows: ${names}
  --seconds N        how long each way of killing runs (20)
  --repetitions N    how often each row is measured, in turns (5)
  --seed WORD        the seed of the kills (bench)
  --json FILE        also write everything to FILE, as JSON
  --markdown         print one table in Markdown, and nothing else to stdout`;

async function targetTask(): Promise<TargetTask> {
  loadTarget(targetName);
  const { path } = await prepareImage(loadScenario(scenarioName), console.log);
  return { scenario: scenarioName, target: targetName, imagePath: path };
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      seconds: { type: "string", default: "20" },
      repetitions: { type: "string", default: "5" },
      seed: { type: "string", default: "bench" },
      json: { type: "string" },
      markdown: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.only !== undefined && !groups.some(({ name }) => name === values.only)) {
    throw new Error(`unknown group "${values.only}"; there are: ${names}`);
  }
  const seconds = positive("--seconds", values.seconds);
  return { ...values, seconds, repetitions: positive("--repetitions", values.repetitions) };
}

function positive(option: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`${option} must be a whole number from 1 to 9999, found "${text}"`);
}

/** Runs a group. One that breaks is reported, and the others go on. */
async function runGroup({ run }: Group, options: Options): Promise<GroupResult> {
  try {
    return await run(options);
  } catch (error) {
    return { rows: [], verdicts: [], notRun: [`not run: ${messageOf(error)}`], broke: true };
  }
}

async function main(args: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`bench: ${messageOf(error)}\n${help}`);
    return usageExit;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  const { seconds, repetitions, seed, only, json, markdown } = options;
  const host = `${cpus()[0]?.model ?? "unknown CPU"}, ${cpus().length} CPUs`;
  const way = `seed ${seed}, ${repetitions} repetitions in turns, ${seconds} s a way of killing`;
  // The table alone goes to stdout, to be pasted.
  const tell = markdown ? console.error : console.log;
  tell(`bench on ${host}, pinned to CPU ${benchCpu}, Node ${process.version}`);
  tell(way);
  const results: Record<string, GroupResult> = {};
  for (const group of groups.filter(({ name }) => only === undefined || name === only)) {
    const result = await runGroup(group, options);
    results[group.name] = result;
    tell(`\n${formatGroup(group.title, result)}`);
  }
  if (markdown) {
    const day = new Date().toISOString().slice(0, 10);
    console.log(`Measured on ${day} (${host}, Node ${process.version}; ${way}):\n`);
    for (const line of formatMarkdown(Object.values(results))) console.log(line);
  }
  if (json !== undefined) {
    const facts = { formatVersion: 1, host, node: process.version, seed, seconds, repetitions };
    writeFileSync(json, `${JSON.stringify({ ...facts, groups: results }, null, 2)}\n`);
  }
  return Object.values(results).some(({ broke }) => broke === true) ? brokenExit : 0;
}

killGroupsOnInterrupt();
process.exitCode = await main(process.argv.slice(2));
