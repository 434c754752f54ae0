import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { listFiles } from "./files.js";
import { type Ended, inParallel, killGroupsOnInterrupt, runGroup } from "./processes.js";
import { judgeTestFile, type TestVerdict } from "./test-verdict.js";

// Runs every *.test.ts of the checkout, compiled, in a process of its own. Driven by the sources,
// so that what an old build left behind does not run. Ends with `N passed, N failed`, and with
// `, N skipped` behind it where tests could not be run here.

const timeoutMs = 600_000;
const outputFolder = fileURLToPath(new URL("../..", import.meta.url));

async function runTestFile(path: string): Promise<TestVerdict> {
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
  return verdict;
}

function notCompiled(path: string): Ended {
  const output = `no ${path}: the build did not write it`;
  return { exitCode: null, signal: null, timedOut: false, output, seconds: 0 };
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, "   | ");
}

function listTestFiles(filters: readonly string[]): string[] {
  // The longest come first (READMEs, package), so that no CPU is idle at the end.
  return ["scripts", "harness", "fixtures"]
    .filter((folder) => existsSync(folder))
    .flatMap(listFiles)
    .filter((path) => path.endsWith(".test.ts"))
    .filter((path) => filters.length === 0 || filters.some((part) => path.includes(part)));
}

async function main(): Promise<void> {
  const staticChecks = process.argv
    .find((argument) => argument.startsWith("--static-checks="))
    ?.split("=")[1];
  const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  killGroupsOnInterrupt();
  const paths = listTestFiles(filters);
  const jobs = paths.map((path) => () => runTestFile(path));
  const verdicts = await inParallel(jobs, availableParallelism());

  let passed = verdicts.reduce((sum, verdict) => sum + verdict.passed, 0);
  let failed = verdicts.reduce((sum, verdict) => sum + verdict.failed, 0);
  if (paths.length === 0) console.log(`no test file matches: ${filters.join(" ")}`);
  const notRun = [
    ...new Set(verdicts.flatMap((verdict) => verdict.notRun)),
    ...(staticChecks === "left-out" ? ["not run: scripts/tidy: a filter was given"] : []),
  ];
  for (const line of notRun) console.log(line);
  const bad = paths.filter((_, index) => verdicts[index]?.problems.length !== 0);
  if (staticChecks === "failed") bad.unshift("scripts/tidy");
  if (bad.length > 0) console.log(`failed: ${bad.join(" ")}`);
  if (staticChecks === "failed") failed += 1;
  if (staticChecks === "passed") passed += 1;
  process.exitCode = failed === 0 && paths.length > 0 ? 0 : 1;
  const skipped = verdicts.reduce((sum, verdict) => sum + verdict.skipped, 0);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}

await main();
