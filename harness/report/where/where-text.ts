import {
  siteAt,
  siteCoverage,
  siteName,
  type CallSite,
  type SiteMap,
  type SitesFound,
} from "../../model/sites/call-site.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CutRecord } from "../../store/records.js";
import { counted } from "../words.js";

const unknown = "not known: no system call that was seen fits it";

type CutShown = Pick<CutRecord, "write" | "bytes">;

/** Which code made the change before a cut, and which the one after it, with their stacks. */
export function whereLines(sites: SiteMap, { write, bytes }: CutShown): string[] {
  const [before, after] = [siteAt(sites, write), siteAt(sites, write + 1)];
  const next = bytes > 0 ? "torn" : "after the cut";
  const isSame = before !== undefined && before.number === after?.number;
  return [
    ...(write === 0 ? ["no change before the cut"] : changeLines("before the cut", write, before)),
    ...(write >= sites.changeCount
      ? ["no change after the cut"]
      : isSame
        ? [`${next}, change ${write + 1}: the same`]
        : changeLines(next, write + 1, after)),
  ];
}

/** The same in a line: of the innermost functions only. */
export function whereLine(sites: SiteMap, { write, bytes }: CutShown): string {
  const [before, after] = [siteAt(sites, write), siteAt(sites, write + 1)];
  if (bytes > 0) return `inside of ${shortSite(after)}`;
  if (write === 0) return `before ${shortSite(after)}`;
  const isAlone = write >= sites.changeCount || before?.number === after?.number;
  return `after ${shortSite(before)}${isAlone ? "" : `, before ${shortSite(after)}`}`;
}

/**
 * How many places in the code there are, and at how many of them a crash is or was: `verb` says
 * which, and `crashes` are the positions in the recorded run.
 */
export function coverageText(sites: SiteMap, crashes: readonly CutShown[], verb: string): string {
  const tried = crashes.flatMap(({ write, bytes }) => (bytes > 0 ? [write, write + 1] : [write]));
  const { siteCount, triedCount, unknownCount } = siteCoverage(sites, tried);
  const which =
    sites.watchedCount < sites.changeCount
      ? `the first ${sites.watchedCount} of ${counted(sites.changeCount, "change")}`
      : "the changes";
  const head = `${counted(siteCount, "call site")} make ${which}; ${verb} ${triedCount} of them`;
  if (unknownCount === 0) return head;
  return `${head}; of ${counted(unknownCount, "change")} the site is not known`;
}

/** The positions in a recorded run that crash points have. */
export function positionsOf(points: readonly CrashPoint[]): CutShown[] {
  return points.flatMap((point) => {
    if (point.kind === "line") return [];
    return [{ write: point.writes, bytes: point.kind === "write" ? point.bytes : 0 }];
  });
}

/** Why nothing is known of the source. */
export function notFoundText({ reason }: Extract<SitesFound, { kind: "not found" }>): string {
  return `where in the source can't be told: ${reason}`;
}

function changeLines(when: string, change: number, site: CallSite | undefined): string[] {
  const head = `${when}, change ${change}`;
  if (site === undefined) return [`${head}: ${unknown}`];
  const width = Math.max(0, ...site.frames.map(({ name }) => name.length));
  return [
    `${head}: ${site.call} of ${site.process}`,
    ...site.frames.map(
      ({ name, program, source }) => `  ${name.padEnd(width)}  ${source ?? `in ${program}`}`,
    ),
  ];
}

function shortSite(site: CallSite | undefined): string {
  return site === undefined ? "a change whose site is not known" : siteName(site);
}
