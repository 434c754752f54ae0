import { countBy } from "../model/count-by.js";
import { clockTime } from "./words.js";

/** How far a soak has come. */
export interface Progress {
  readonly casesDone: number;
  /** Absent when only the time limits the run. */
  readonly casesTotal?: number;
  readonly killsLanded: number;
  /** Kills that landed, by step, in the order of the steps. */
  readonly killsByStep: Readonly<Record<string, number>>;
  /** Cases that violate something new, something known, and those without a verdict. */
  readonly findings: number;
  readonly known: number;
  readonly undecided: number;
  readonly elapsedMs: number;
  /** How long the run may take in all. Absent when only the count limits it. */
  readonly limitMs?: number;
}

/** One line for a terminal: counts, rate, and how long it will still take. */
export function statusLine(progress: Progress): string {
  const { casesDone, casesTotal, elapsedMs, findings, known, undecided } = progress;
  const perMinute = elapsedMs > 0 ? Math.round((casesDone * 60_000) / elapsedMs) : 0;
  const leftMs = timeLeftMs(progress);
  return [
    `${casesDone}${casesTotal === undefined ? "" : `/${casesTotal}`} cases`,
    [`${progress.killsLanded} kills`, ...stepCounts(progress.killsByStep)].join(" "),
    `new ${findings} known ${known} undecided ${undecided}`,
    `${perMinute}/min`,
    ...(leftMs === undefined ? [] : [`${clockTime(leftMs)} left`]),
  ].join(" | ");
}

function timeLeftMs({ casesDone, casesTotal, elapsedMs, limitMs }: Progress): number | undefined {
  const limits: number[] = [];
  if (limitMs !== undefined) limits.push(limitMs - elapsedMs);
  if (casesTotal !== undefined && casesDone > 0) {
    limits.push(((casesTotal - casesDone) * elapsedMs) / casesDone);
  }
  return limits.length === 0 ? undefined : Math.max(0, Math.min(...limits));
}

/** `shrinkFilesystems` becomes `shrF`, unless two steps would get the same short name. */
function stepCounts(killsByStep: Readonly<Record<string, number>>): string[] {
  const names = Object.keys(killsByStep);
  const shortNames = countBy(names, shorten);
  return names.map((name) => {
    const short = shorten(name);
    return `${shortNames.get(short) === 1 ? short : name}:${killsByStep[name] ?? 0}`;
  });
}

function shorten(name: string): string {
  const [first = "", ...more] = name.split(/(?=[A-Z])|[^A-Za-z0-9]+/);
  return first.slice(0, 3) + more.map((word) => word.slice(0, 1)).join("");
}
