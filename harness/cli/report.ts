import { resolve } from "node:path";
import { exitCodes } from "../model/errors.js";
import type { CaseRecord } from "../store/records.js";
import { isMade } from "../catalogue/any-command.js";
import { notSeen } from "../runner/case/known.js";
import { loadScenario } from "../catalogue/scenario.js";
import { stepNamesOf } from "../catalogue/target.js";
import { isKept } from "../store/failure-folder.js";
import { readRun } from "../store/run-folder.js";
import { deedLines } from "../report/golden-text.js";
import { environmentLines } from "../report/environment-text.js";
import { whatRan } from "./screen/what-ran.js";
import { keptText } from "./screen/kept-text.js";
import { printTotals } from "./screen/totals.js";

/** Prints the tables and totals of a stored run again, also of one that was killed. */
export function reportCommand(path: string): number {
  const folder = resolve(path);
  const { run, golden, cases, notices } = readRun(folder);
  console.log(
    `${run.command} ${run.scenario} on ${run.target}, seed ${run.seed}, ${run.startedAt}`,
  );
  for (const line of environmentLines(run)) console.log(line);
  const isStored = !isMade(run.scenario) && run.files === undefined;
  const scenario = isStored ? loadScenario(run.scenario) : undefined;
  const changed = scenario !== undefined && scenario.fingerprint !== run.fingerprint;
  if (changed) notices.push("the scenario has changed since this run");
  const kept = cases.filter(({ verdict, id }) => verdict === "violated" && isKept(folder, id));
  notices.push(...keptText(kept.length, cases, undefined));
  const uncrashed = golden?.findings ?? [];
  const deeds = golden === undefined ? [] : deedLines(golden, whatRan(run.scenario));
  for (const line of deeds) console.log(line);
  printTotals({
    cases,
    uncrashed,
    steps: scenario === undefined ? stepsIn(cases) : stepNamesOf(run.target),
    elapsedMs: cases.reduce((sum, each) => sum + each.targetMs + each.checksMs + each.harnessMs, 0),
    knownNotSeen: changed ? [] : notSeen(cases, uncrashed, scenario?.known ?? [], run.target),
    notices,
  });
  return exitCodes.held;
}

function stepsIn(cases: readonly CaseRecord[]): string[] {
  return [...new Set(cases.flatMap(({ cuts }) => cuts.map(({ step }) => step)))];
}
