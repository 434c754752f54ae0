import type { ComparedRun } from "../compared-run.js";
import type { ReportedTest, TestReport } from "./reported-test.js";

/** A report, and the path that the user gave. */
export interface NamedReport extends TestReport {
  readonly name: string;
}

/**
 * Runs of tests to compare. A test is named by its class and its own name; by its file and by its
 * suites too, in all runs, where two of one run would have the same name. Tests that even then
 * can't be told apart are trials of one test, and a notice says how many. Skipped ones are left
 * out, and counted.
 */
export function junitRuns(reports: readonly NamedReport[]): ComparedRun[] {
  const names = nameTests(reports.map(({ tests }) => tests));
  return reports.map(({ name, tests, notices }, run) => {
    const ids = names[run] ?? [];
    const cases = tests.flatMap((each, index) => {
      const { outcome } = each;
      const id = ids[index] ?? each.name;
      return outcome === "skipped" ? [] : [{ id, part: partOf(each), outcome, marks: [] }];
    });
    return {
      ...{
        name,
        unit: "test",
        setting: {},
        circumstances: {},
        repeatable: false,
        uncrashed: [],
        cases,
      },
      leftOut: { skipped: tests.length - cases.length },
      notices: [...notices, ...aboutNames(name, ids)],
    };
  });
}

/** The names of all tests, by run. */
function nameTests(runs: readonly (readonly ReportedTest[])[]): string[][] {
  const short = runs.map((tests) => tests.map(shortName));
  return [withFile, withSuites].reduce((names, longer) => {
    const crowded = new Set(names.flatMap(repeated));
    return names.map((ofRun, run) =>
      ofRun.map((name, index) => {
        const each = runs[run]?.[index];
        return each !== undefined && crowded.has(name) ? longer(each, name) : name;
      }),
    );
  }, short);
}

function shortName({ className, name }: ReportedTest): string {
  return className === "" ? name : `${className}::${name}`;
}

function withFile({ file }: ReportedTest, name: string): string {
  return file === "" ? name : `${name} in ${file}`;
}

function withSuites({ suites }: ReportedTest, name: string): string {
  return suites.length === 0 ? name : `${name} of ${suites.join(" > ")}`;
}

function partOf({ className, file, suites }: ReportedTest): string {
  return className || file || (suites.at(-1) ?? "");
}

/** Names that are there more than once. */
function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}

function aboutNames(run: string, ids: readonly string[]): string[] {
  const again = repeated(ids);
  const [first] = again;
  return first === undefined
    ? []
    : [`${run}: names of several tests, counted as trials of one: ${again.length} (${first})`];
}
