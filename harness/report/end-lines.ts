import kleur from "kleur";
import type { EndRecord } from "../store/end-record.js";
import type { CaseRecord } from "../store/records.js";
import { flushTable } from "./tables/flush-table.js";
import { keptText } from "./kept-text.js";
import { counted, seconds, wrap } from "./words.js";

/** What stands at the end of a run that has come to no case. */
export function undecidedLines(reason: string, seed: string, folder: string): string[] {
  const why = kleur.yellow(wrap(`undecided: ${reason}`, ""));
  return [why, `seed ${seed}, results in ${folder}`];
}

/** What of a run that is continued was done before. */
export function earlierLine(cases: readonly CaseRecord[]): string {
  return `continued: ${counted(cases.length, "case")} stored already, and not run again`;
}

/** What of a run was not done, or not kept, and why. `command` is what was run: explore, soak. */
export function endNotices(
  end: EndRecord,
  cases: readonly Pick<CaseRecord, "verdict">[],
  command: string,
): string[] {
  return [
    ...lostLines(end),
    ...whyEnded(end, cases.length, command),
    ...keptText(end.keptCount, cases, end.noRoom),
  ];
}

/** Why a run has not done all that was planned. */
function whyEnded({ why, planned }: EndRecord, caseCount: number, command: string): string[] {
  switch (why.kind) {
    case "complete":
      return [];
    case "limit": {
      const what = command === "explore" ? "the budget was used up" : "the time was up";
      return limitNotices(what, why.graceMs, planned, caseCount);
    }
    case "undecided":
      return [`undecided: ${why.reason}`];
    case "stopped":
    case "broke":
      return [`ended early: ${why.reason}`];
  }
}

function limitNotices(
  what: string,
  graceMs: number | undefined,
  planned: number | undefined,
  caseCount: number,
): string[] {
  const notRun =
    planned === undefined ? [] : [`${counted(planned - caseCount, "planned case")} not run`];
  const ended =
    graceMs === undefined ? [] : [`what was under way was ended ${seconds(graceMs)} later`];
  return [`${what}: ${[...notRun, ...ended].join("; ")}`];
}

/** Workers that were stuck, or died. */
function lostLines({ lostWorkers }: EndRecord): string[] {
  const { stuck, died } = lostWorkers;
  if (stuck + died === 0) return [];
  const lost = counted(stuck + died, "worker was lost", "workers were lost");
  return [`${lost} (${stuck} stuck, ${died} died): the case of each is undecided`];
}

/** The audit's table, and the places where a flush is missing. */
export function noteLines(end: EndRecord): string[] {
  const { audit, missingFlushes, notNested, secondsLeftOut } = end;
  const { notNestedCount, liveNotNestedCount } = end;
  const places = missingFlushes.map(({ needs, id }) => wrap(`${needs}: ${id}`, "  "));
  return [
    ...(audit === undefined ? [] : flushTable(audit)),
    ...(notNestedCount === 0
      ? []
      : [`resumes that failed are not crashed again: ${counted(notNestedCount, "case")}`]),
    ...(liveNotNestedCount === 0
      ? []
      : [
          "resumes of kills that are run live, for what is kept elsewhere, are not crashed: " +
            counted(liveNotNestedCount, "case"),
        ]),
    ...notNested.map((text) => wrap(`undecided: ${text}`, "")),
    ...(secondsLeftOut === 0
      ? []
      : [
          `${counted(secondsLeftOut, "second signal")} left out: where more than 8 writes follow ` +
            `the first one, the second comes after the 1st, 2nd, 4th, 8th and so on of them, and ` +
            `after the first and the last of each step to each region`,
        ]),
    ...(places.length === 0 ? [] : ["Places where a flush is missing:", ...places]),
  ];
}
