import kleur from "kleur";
import { messageOf } from "../../model/errors.js";
import { flushTable } from "../../report/flush-table.js";
import { counted, seconds, wrap } from "../../report/words.js";
import type { RunResult } from "../../session/run/run-events.js";
import { keptText } from "./kept-text.js";

/** What stands at the end of a run that has come to no case. */
export function undecidedLines(reason: string, { seed, folder }: RunResult): string[] {
  const why = kleur.yellow(wrap(`undecided: ${reason}`, ""));
  return [why, `seed ${seed}, results in ${folder}`];
}

/** What of a run was not done, or not kept, and why. */
export function endNotices(result: RunResult, isExploration: boolean): string[] {
  const { totals, records, noRoom } = result;
  return [
    ...lostLines(result),
    ...whyEnded(result, isExploration),
    ...keptText(totals.kept, records, noRoom),
  ];
}

/** Why a run has not done all that was planned. */
function whyEnded({ end, totals }: RunResult, isExploration: boolean): string[] {
  switch (end.kind) {
    case "complete":
      return [];
    case "limit": {
      const what = isExploration ? "the budget was used up" : "the time was up";
      return limitNotices(what, end.graceMs, totals);
    }
    case "undecided":
      return [`undecided: ${end.reason}`];
    case "stopped":
    case "broke":
      return [`ended early: ${messageOf(end.cause)}`];
  }
}

function limitNotices(
  what: string,
  graceMs: number | undefined,
  { planned, cases }: RunResult["totals"],
): string[] {
  const notRun = Number.isFinite(planned)
    ? [`${counted(planned - cases, "planned case")} not run`]
    : [];
  const ended =
    graceMs === undefined ? [] : [`what was under way was ended ${seconds(graceMs)} later`];
  return [`${what}: ${[...notRun, ...ended].join("; ")}`];
}

/** Workers that were stuck, or died. */
function lostLines({ totals: { lostWorkers } }: RunResult): string[] {
  const { stuck, died } = lostWorkers;
  if (stuck + died === 0) return [];
  const lost = counted(stuck + died, "worker was lost", "workers were lost");
  return [`${lost} (${stuck} stuck, ${died} died): the case of each is undecided`];
}

/** The audit's table, and the places where a flush is missing. */
export function noteLines(result: RunResult): string[] {
  const { audit, missingFlushes, notNested, secondsLeftOut } = result;
  const { notNestedCount, liveNotNestedCount } = result;
  const places = missingFlushes.map(({ needs, id }) => wrap(`${needs}: ${id}`, "  "));
  return [
    ...(audit === undefined ? [] : flushTable(audit)),
    ...(notNestedCount === 0
      ? []
      : [`resumes that failed are not crashed again: ${counted(notNestedCount, "case")}`]),
    ...(liveNotNestedCount === 0
      ? []
      : [
          "resumes of kills that are run live, for what is outside of the disk, are not crashed: " +
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
