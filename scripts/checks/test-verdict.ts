import type { Ended } from "./processes.js";

/** The numbers that uvu prints at its end. Skipped tests are not part of the total. */
export interface Summary {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

/** What became of one test file. It is good when `problems` is empty. */
export interface TestVerdict {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
  readonly problems: readonly string[];
  /** The lines in which the file says what it could not run here. */
  readonly notRun: readonly string[];
}

const colour = /\u001b\[[0-9;]*m/g;
const summaryPattern = /^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm;

/** Every summary in what a test file printed. One is right; uvu prints two when it ran twice. */
export function parseSummaries(output: string): Summary[] {
  return [...output.replace(colour, "").matchAll(summaryPattern)].map((match) => ({
    total: Number(match[1]),
    passed: Number(match[2]),
    skipped: Number(match[3]),
  }));
}

/** The suites of a test source whose `.run()` is never called: uvu runs none of their tests. */
export function suitesNeverRun(source: string): string[] {
  const names = [...source.matchAll(/^\s*(?:const|let) (\w+)(?:: [^=]+)? = suite\b/gm)].map(
    (match) => match[1] ?? "",
  );
  const imported = /^import \{([^}]*)\} from "uvu"/m.exec(source)?.[1] ?? "";
  const test = /\btest\b(?: as (\w+))?/.exec(imported);
  if (test !== null) names.push(test[1] ?? "test");
  if (names.length === 0) names.push("test");
  return names.filter((name) => !new RegExp(`^\\s*${name}\\.run\\(\\)`, "m").test(source));
}

/** Judges one run of a test file. Trusts uvu's exit code for nothing but failure. */
export function judgeTestFile(source: string, run: Ended): TestVerdict {
  const problems = suitesNeverRun(source).map(
    (name) => `${name}.run() is never called, so its tests do not run`,
  );
  const summaries = parseSummaries(run.output);
  const summary = summaries.at(-1) ?? { total: 0, passed: 0, skipped: 0 };
  const notRun = run.output.split("\n").filter((line) => line.startsWith("not run: "));
  if (run.timedOut) problems.push(`killed after ${run.seconds.toFixed(0)} s, the time limit`);
  else if (run.exitCode !== 0) problems.push(`exit ${run.exitCode ?? run.signal ?? "unknown"}`);
  if (summaries.length !== 1) {
    problems.push(`expected one summary of uvu, found ${summaries.length}`);
  } else if (summary.total + summary.skipped === 0) {
    problems.push("it has no tests");
  }
  if (summary.passed !== summary.total) {
    problems.push(`${summary.total - summary.passed} of ${summary.total} tests did not pass`);
  }
  const unexplained = Math.max(0, summary.skipped - notRun.length);
  if (unexplained > 0) {
    problems.push(`${unexplained} skipped without a line "not run: <what>: <why>"`);
  }
  // A test that finds out on its way that it can't be run says so and returns.
  const saidOnTheWay = Math.max(0, notRun.length - summary.skipped);
  const notPassed = summary.total - summary.passed + unexplained;
  return {
    passed: summary.passed - saidOnTheWay,
    failed: problems.length === 0 ? 0 : Math.max(1, notPassed),
    skipped: summary.skipped + saidOnTheWay,
    total: summary.total,
    problems,
    notRun,
  };
}
