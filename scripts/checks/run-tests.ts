import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { listFiles } from "./files.js";
import { type Ended, inParallel, killGroupsOnInterrupt, runGroup } from "./processes.js";
import { longestFirst, readSeconds, writeSeconds } from "./test-seconds.js";
import { judgeTestFile, type TestVerdict } from "./test-verdict.js";

// Runs every *.test.ts of the checkout, compiled, in a process of its own, and the static checks
// beside them where no filter is given. Driven by the sources, so that what an old build left
// behind does not run. Ends with `N passed, N failed`, and with `, N skipped` behind it where tests
// could not be run here.

const timeoutMs = 600_000;
const outputFolder = fileURLToPath(new URL("../..", import.meta.url));

/** What came of a test file, and how long that took. */
interface TimedVerdict extends TestVerdict {
  readonly seconds: number;
}

async function runTestFile(path: string): Promise<TimedVerdict> {
  const compiled = `${outputFolder}${path.replace(/\.ts$/, ".js")}`;
  const run = existsSync(compiled)
    ? await runGroup([process.execPath, "--enable-source-maps", compiled], timeoutMs)
    : notCompiled(compiled);
  const verdict = judgeTestFile(readFileSync(path, "utf8"), run);
  const good = verdict.problems.length === 0;
  const counts = `${verdict.passed}/${verdict.total}`;
  console.log(`${good ? "ok  " : "FAIL"} ${path}  ${counts}  ${run.seconds.toFixed(1)} s`);
  if (!good) {
    for (const problem of verdict.problems) console.log(`     ${problem}`);
    console.log(indent(run.output));
  }
  return { ...verdict, seconds: run.seconds };
}

async function runStaticChecks(): Promise<boolean> {
  const { exitCode, output } = await runGroup(
    [process.execPath, `${outputFolder}scripts/checks/tidy.js`],
    timeoutMs,
  );
  console.log(output.trimEnd());
  return exitCode === 0;
}

function notCompiled(path: string): Ended {
  const output = `no ${path}: the build did not write it`;
  return { exitCode: null, signal: null, timedOut: false, output, seconds: 0 };
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, "   | ");
}

function listTestFiles(filters: readonly string[]): string[] {
  return ["scripts", "harness", "fixtures"]
    .filter((folder) => existsSync(folder))
    .flatMap(listFiles)
    .filter((path) => path.endsWith(".test.ts"))
    .filter((path) => filters.length === 0 || filters.some((part) => path.includes(part)));
}

/** Tests mostly wait, for clocks and for what they kill: more of them run than there are CPUs. */
const width = Math.ceil(availableParallelism() * 1.5);

async function main(): Promise<void> {
  const filters = process.argv.slice(2);
  killGroupsOnInterrupt();
  const paths = longestFirst(listTestFiles(filters), readSeconds());
  const verdicts = new Map<string, TimedVerdict>();
  let isTidy: boolean | undefined;
  const checking = async () => {
    isTidy = await runStaticChecks();
  };
  const testing = paths.map((path) => async () => {
    verdicts.set(path, await runTestFile(path));
  });
  await inParallel(filters.length === 0 ? [checking, ...testing] : testing, width);
  writeSeconds(Object.fromEntries([...verdicts].map(([path, { seconds }]) => [path, seconds])));
  report(verdicts, isTidy, filters);
}

/** Prints what came of all of it, and sets the exit code. */
function report(
  byPath: ReadonlyMap<string, TimedVerdict>,
  isTidy: boolean | undefined,
  filters: readonly string[],
): void {
  const verdicts = [...byPath.values()];
  let passed = verdicts.reduce((sum, verdict) => sum + verdict.passed, 0);
  let failed = verdicts.reduce((sum, verdict) => sum + verdict.failed, 0);
  if (verdicts.length === 0) console.log(`no test file matches: ${filters.join(" ")}`);
  const notRun = [
    ...new Set(verdicts.flatMap((verdict) => verdict.notRun)),
    ...(isTidy === undefined ? ["not run: scripts/tidy: a filter was given"] : []),
  ];
  for (const line of notRun) console.log(line);
  const bad = [...byPath.keys()].filter((path) => byPath.get(path)?.problems.length !== 0);
  if (isTidy === false) bad.unshift("scripts/tidy");
  if (bad.length > 0) console.log(`failed: ${bad.join(" ")}`);
  if (isTidy === false) failed += 1;
  if (isTidy === true) passed += 1;
  process.exitCode = failed === 0 && verdicts.length > 0 ? 0 : 1;
  const skipped = verdicts.reduce((sum, verdict) => sum + verdict.skipped, 0);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}

await main();
