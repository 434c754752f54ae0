import type { StoredRun } from "../../store/run-folder.js";
import { checksOf, type Check } from "./checks.js";

/**
 * Runs as TAP 14 (https://testanything.org/tap-version-14-specification.html). What is undecided is
 * skipped with its reason; a run that has no verdict is not ok.
 */
export function tapReport(runs: readonly StoredRun[]): string {
  const checks = runs.flatMap((run) => {
    const { title, checks } = checksOf(run);
    return checks.map((check) => ({ title, check }));
  });
  const lines = checks.flatMap(({ title, check }, place) => linesOf(title, check, place + 1));
  return `TAP version 14\n1..${checks.length}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function linesOf(title: string, { name, part, outcome }: Check, number: number): string[] {
  const words = [title, part, name].filter((each) => each !== "").join(": ");
  const test = `${number} - ${escaped(words)}`;
  switch (outcome.kind) {
    case "passed":
      return [`ok ${test}`];
    case "skipped":
      return [`ok ${test} # SKIP ${escaped(outcome.why)}`];
    case "failed": {
      const { type, message, text } = outcome;
      return [`not ok ${test}`, ...diagnosis({ type, message, text })];
    }
    case "error":
      return [`not ok ${test}`, ...diagnosis({ type: "undecided", message: outcome.message })];
  }
}

/** In YAML: a string of JSON is one of YAML. */
function diagnosis(fields: Readonly<Record<string, string>>): string[] {
  const lines = Object.entries(fields).map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`);
  return ["  ---", ...lines, "  ..."];
}

/** What would begin a directive. */
function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, "\\$&");
}
