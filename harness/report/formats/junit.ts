import { create } from "xmlbuilder2";
import type { StoredRun } from "../../store/run-folder.js";
import { checksOf, type Check, type CheckedRun } from "./checks.js";

type Element = ReturnType<ReturnType<typeof create>["ele"]>;

/**
 * Runs as JUnit XML, in the form that Jenkins and GitLab read: a suite for each run. What is
 * undecided is skipped with its reason; a run that has no verdict is an error.
 */
export function junitReport(runs: readonly StoredRun[]): string {
  const document = create({ version: "1.0", encoding: "UTF-8" });
  const suites = document.ele("testsuites", { name: "crashpoint" });
  for (const run of runs) addSuite(suites, checksOf(run));
  return `${document.end({ prettyPrint: true })}\n`;
}

function addSuite(suites: Element, { title, startedAt, checks }: CheckedRun): void {
  const count = (kind: Check["outcome"]["kind"]) =>
    String(checks.filter(({ outcome }) => outcome.kind === kind).length);
  const suite = suites.ele("testsuite", {
    ...{ name: title, tests: String(checks.length), timestamp: startedAt },
    ...{ failures: count("failed"), errors: count("error"), skipped: count("skipped") },
    time: secondsText(checks.reduce((sum, { seconds }) => sum + seconds, 0)),
  });
  for (const check of checks) addCheck(suite, title, check);
}

function addCheck(suite: Element, title: string, { name, part, seconds, outcome }: Check): void {
  const classname = [title, part].filter((each) => each !== "").join(": ");
  const test = suite.ele("testcase", { classname, name, time: secondsText(seconds) });
  switch (outcome.kind) {
    case "passed":
      break;
    case "failed":
      test.ele("failure", { type: outcome.type, message: outcome.message }).txt(outcome.text);
      break;
    case "skipped":
      test.ele("skipped", { message: outcome.why });
      break;
    case "error":
      test.ele("error", { type: "undecided", message: outcome.message });
  }
}

function secondsText(seconds: number): string {
  return seconds.toFixed(3);
}
