import type { StoredRun } from "../../store/run-folder.js";
import { endNotices } from "../end-lines.js";
import { knownWords } from "../known-text.js";
import { counted } from "./words.js";

/** What the reader must know of some runs: what is missing, was left out, or has ended early. */
export function chapterNotices(runs: readonly StoredRun[]): string[] {
  return runs.flatMap((stored) => {
    const { run, golden, end, cases, notices } = stored;
    const ended =
      end === undefined
        ? ["it has not ended: it is still under way, or was killed"]
        : [...endNotices(end, cases, run.command), ...leftOut(end), ...notSeen(end)];
    const all = [...notices, ...ended];
    const named = runs.length === 1 ? all : all.map((text) => `${run.startedAt}: ${text}`);
    return [...(golden?.notices ?? []), ...named];
  });
}

type End = NonNullable<StoredRun["end"]>;

function notSeen({ knownNotSeen }: End): string[] {
  return knownNotSeen.map((each) => `known, and not seen: ${knownWords(each)}`);
}

/** What an exploration could not crash. */
function leftOut({ notNestedCount, liveNotNestedCount, notNested, secondsLeftOut }: End): string[] {
  return [
    ...(notNestedCount === 0
      ? []
      : [`resumes that failed are not crashed again: ${counted(notNestedCount, "case")}`]),
    ...(liveNotNestedCount === 0
      ? []
      : [`resumes of kills run live are not crashed: ${counted(liveNotNestedCount, "case")}`]),
    ...notNested.map((text) => `undecided: ${text}`),
    ...(secondsLeftOut === 0 ? [] : [`${counted(secondsLeftOut, "second signal")} left out`]),
  ];
}
