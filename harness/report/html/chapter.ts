import type { ChangeMap } from "../../model/map/change-map.js";
import { DecodeError } from "../../model/errors.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import { changeMapName } from "../../store/changes/change-map-file.js";
import type { GoldenRecord } from "../../store/golden-record.js";
import type { CaseRecord, RunJson } from "../../store/records.js";
import { readChangeMap } from "../../store/changes/read-change-map.js";
import type { StoredRun } from "../../store/run-folder.js";
import { readFailures } from "../../store/failures/stored-failures.js";
import type { FailureShown } from "../brief/finding-groups.js";
import { chapterNotices } from "./chapter-notices.js";
import { replayLine } from "../replay-line.js";

/** What is told of one scenario and target: of one run, or of several of the same. */
export interface Chapter {
  /** Begins the ids of its elements. */
  readonly id: string;
  /** In the order in which they were given. */
  readonly runs: readonly StoredRun[];
  /** What was run, as its first run has it. */
  readonly run: RunJson;
  /** Of the first run that has come so far. */
  readonly golden: GoldenRecord | undefined;
  readonly map: ChangeMap | undefined;
  /** Of the first run that has found them, or why none has; undefined where none has looked. */
  readonly sites: SitesFound | undefined;
  /** Of all runs. */
  readonly cases: readonly CaseRecord[];
  /** Each once, though each run has it. */
  readonly uncrashed: readonly UncrashedFinding[];
  /** Those whose evidence was kept. */
  readonly failures: readonly FailureShown[];
  readonly notices: readonly string[];
}

/** Runs by what they are of: those of one target, with one scenario as it was then, together. */
export function chaptersOf(runs: readonly StoredRun[]): Chapter[] {
  const groups = new Map<string, [StoredRun, ...StoredRun[]]>();
  for (const each of runs) {
    const { scenario, target, fingerprint } = each.run;
    const key = JSON.stringify([scenario, target, fingerprint]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].map((group, index) => chapterOf(group, `r${index + 1}`));
}

function chapterOf(runs: readonly [StoredRun, ...StoredRun[]], id: string): Chapter {
  const [{ run }] = runs;
  const { map, notices: mapNotices } = firstMap(runs);
  const kept = runs.map(({ path }) => readFailures(path));
  const failures = kept.flatMap((each) => each.failures);
  return {
    ...{ id, runs, run },
    golden: runs.find(({ golden }) => golden !== undefined)?.golden,
    map,
    sites: firstSites(runs),
    cases: runs.flatMap(({ cases }) => cases),
    uncrashed: eachOnce(runs.flatMap(({ golden }) => golden?.findings ?? [])),
    failures: failures.map(({ record, smallest, excerpts }) => ({
      ...{ record, excerpts },
      ...(smallest && { smallest }),
      replayCommand: replayLine(smallest?.id ?? record.id, run),
    })),
    notices: [
      ...new Set([
        ...chapterNotices(runs),
        ...kept.flatMap(({ notices }) => notices),
        ...mapNotices,
      ]),
    ],
  };
}

function firstSites(runs: readonly StoredRun[]): SitesFound | undefined {
  const known = runs.flatMap(({ sites }) => sites ?? []);
  return known.find(({ kind }) => kind === "found") ?? known[0];
}

/** The map of the first run that has one. Pictures are missed without it, and nothing else. */
function firstMap(runs: readonly StoredRun[]): {
  readonly map: ChangeMap | undefined;
  readonly notices: readonly string[];
} {
  const notices: string[] = [];
  for (const { path, golden } of runs) {
    try {
      const map = readChangeMap(path);
      if (map !== undefined) return { map, notices };
      if (golden !== undefined) notices.push(`${changeMapName} is not there: no write map`);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      notices.push(`${error.message}: no write map`);
    }
  }
  return { map: undefined, notices };
}

function eachOnce(findings: readonly UncrashedFinding[]): UncrashedFinding[] {
  return [...new Map(findings.map((each) => [JSON.stringify(each), each])).values()];
}
