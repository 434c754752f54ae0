import kleur from "kleur";
import { stripVTControlCharacters } from "node:util";
import { isKept } from "../../store/failures/failure-folder.js";
import type { CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import { endNotices, noteLines } from "../end-lines.js";
import { environmentLines } from "../environment-text.js";
import { goldenLines, whatRan } from "../golden-text.js";
import { keptText } from "../kept-text.js";
import { planLines } from "../point-plan.js";
import { runTitle } from "../run-title.js";
import { totalsLines } from "../totals.js";
import { whereSection } from "../where/where-section.js";

/** The tables and totals of runs, one after the other, without colours. */
export function textReport(runs: readonly StoredRun[]): string {
  const texts = runs.map((run) => runLines(run).join("\n"));
  return `${stripVTControlCharacters(texts.join("\n\n"))}\n`;
}

/** All that is told of a run, in colours where the terminal has them. */
export function runLines({ path, run, golden, end, sites, cases, notices }: StoredRun): string[] {
  const { command, scenario, startedAt } = run;
  return [
    kleur.bold(`${runTitle(run)}, ${startedAt}`),
    run.about,
    ...environmentLines(run),
    ...(golden === undefined ? [] : goldenLines(golden, whatRan(scenario))),
    ...(golden === undefined ? [] : planLines(golden.plan)),
    ...(end === undefined ? [] : noteLines(end)),
    ...whereSection(sites, cases),
    ...totalsLines({
      cases,
      uncrashed: golden?.findings ?? [],
      ...(end?.planned === undefined ? {} : { plannedCount: end.planned }),
      steps: [...new Set([...run.steps, ...cases.flatMap(stepsOf)])],
      elapsedMs: end?.elapsedMs ?? spentMs(cases),
      knownNotSeen: end?.knownNotSeen ?? [],
      notices: [
        ...notices,
        ...(end === undefined ? openNotices(path, cases) : endNotices(end, cases, command)),
      ],
    }),
  ];
}

/** Of a run that has not ended. */
function openNotices(path: string, cases: readonly CaseRecord[]): string[] {
  const kept = cases.filter(({ verdict, id }) => verdict === "violated" && isKept(path, id));
  return [
    "it has not ended: it is still under way, or was killed. The time above is that of its cases",
    ...keptText(kept.length, cases, undefined),
  ];
}

function stepsOf({ cuts }: CaseRecord): string[] {
  return cuts.map(({ step }) => step);
}

function spentMs(cases: readonly CaseRecord[]): number {
  return cases.reduce((sum, each) => sum + each.targetMs + each.checksMs + each.harnessMs, 0);
}
