import { findingClasses, type Fault } from "../../model/verdict.js";
import type { StoredRun } from "../../store/run-folder.js";
import { programLabel } from "../program-label.js";
import { attemptsOf, type Attempt } from "./sighting.js";

/** When something was seen, and of which program. */
export interface Sighting {
  readonly startedAt: string;
  /** The program's version, as far as it tells one, and the beginning of its SHA-256. */
  readonly program: string;
  readonly runPath: string;
  /** Shows it again. */
  readonly id: string;
}

/** What has become of a finding since it was last seen. */
export type SinceThen =
  /** The newest run has it. */
  | { readonly kind: "there" }
  /** Later runs have tried where it was seen, and have not found it. */
  | {
      readonly kind: "gone";
      /** Of the first such run. */
      readonly program: string;
      readonly startedAt: string;
      readonly runCount: number;
      /** The target does not do the same each time, so that the place may be another one. */
      readonly mayBeElsewhere: boolean;
    }
  /** No later run has tried any place where it was seen. */
  | { readonly kind: "not tried" };

/** One kind of finding, over all runs. */
export interface FindingHistory {
  /** As it was seen last. */
  readonly fault: Fault;
  /** The scenario lists it. */
  readonly isKnown: boolean;
  readonly first: Sighting;
  readonly last: Sighting;
  /** Runs that have it. */
  readonly runCount: number;
  readonly since: SinceThen;
}

/** All runs of one program of a target on one scenario. */
export interface ProgramHistory {
  readonly program: string;
  readonly runCount: number;
  readonly caseCount: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** A target on a scenario, over all of its runs. */
export interface SubjectHistory {
  readonly scenario: string;
  readonly target: string;
  /** In the order in which they were first run. */
  readonly programs: readonly ProgramHistory[];
  /** What is there first, the worst before the others. */
  readonly findings: readonly FindingHistory[];
}

/** A run, with what it has tried. */
interface Tried {
  readonly stored: StoredRun;
  readonly program: string;
  readonly attempts: readonly Attempt[];
}

/** Tells of each kind of finding when it was first and last seen, and what became of it. */
export function historyOf(runs: readonly StoredRun[]): SubjectHistory[] {
  const ordered = [...runs].sort((one, other) =>
    one.run.startedAt < other.run.startedAt ? -1 : 1,
  );
  const subjects = new Map<string, Tried[]>();
  for (const stored of ordered) {
    const key = JSON.stringify([stored.run.scenario, stored.run.target]);
    const tried = { stored, program: programOf(stored), attempts: attemptsOf(stored) };
    subjects.set(key, [...(subjects.get(key) ?? []), tried]);
  }
  return [...subjects.values()].flatMap(subjectHistory);
}

function subjectHistory(runs: readonly Tried[]): SubjectHistory[] {
  const [first] = runs;
  if (first === undefined) return [];
  const { scenario, target } = first.stored.run;
  const kinds = new Set(runs.flatMap(({ attempts }) => attempts.flatMap(kindsIn)));
  const findings = [...kinds].flatMap((kind) => findingHistory(kind, runs));
  return [{ scenario, target, programs: programsIn(runs), findings: findings.sort(worstFirst) }];
}

function kindsIn({ faults }: Attempt): string[] {
  return [...faults.keys()];
}

function findingHistory(kind: string, runs: readonly Tried[]): FindingHistory[] {
  const seen = runs.flatMap((run) => {
    const attempt = run.attempts.find(({ faults }) => faults.has(kind));
    return attempt === undefined ? [] : [{ run, attempt }];
  });
  const [first, last] = [seen[0], seen.at(-1)];
  const fault = last?.attempt.faults.get(kind);
  if (first === undefined || last === undefined || fault === undefined) return [];
  return [
    {
      fault,
      isKnown: last.attempt.known.has(kind),
      first: sighting(first.run, first.attempt),
      last: sighting(last.run, last.attempt),
      runCount: seen.length,
      since: sinceThen(kind, runs, runs.indexOf(last.run)),
    },
  ];
}

/** Only a later run that was where the finding had been has shown that it is gone. */
function sinceThen(kind: string, runs: readonly Tried[], lastIndex: number): SinceThen {
  const later = runs.slice(lastIndex + 1);
  if (later.length === 0) return { kind: "there" };
  const places = new Set(
    runs.flatMap(({ attempts }) =>
      attempts.filter(({ faults }) => faults.has(kind)).map(({ key }) => key),
    ),
  );
  const without = later.filter(({ attempts }) => attempts.some(({ key }) => places.has(key)));
  const [first] = without;
  if (first === undefined) return { kind: "not tried" };
  const mayBeElsewhere = without.every(({ stored }) => stored.golden?.deterministic !== true);
  const { startedAt } = first.stored.run;
  const { program } = first;
  return { kind: "gone", program, startedAt, runCount: without.length, mayBeElsewhere };
}

function programsIn(runs: readonly Tried[]): ProgramHistory[] {
  const names = [...new Set(runs.map(({ program }) => program))];
  return names.map((program) => {
    const own = runs.filter((each) => each.program === program).map(({ stored }) => stored);
    const times = own.map(({ run }) => run.startedAt);
    return {
      program,
      runCount: own.length,
      caseCount: own.reduce((sum, { cases }) => sum + cases.length, 0),
      firstAt: times[0] ?? "",
      lastAt: times.at(-1) ?? "",
    };
  });
}

function sighting({ stored, program }: Tried, { id }: Attempt): Sighting {
  return { startedAt: stored.run.startedAt, program, runPath: stored.path, id };
}

function programOf({ run: { program } }: StoredRun): string {
  return programLabel(program) || program.path;
}

const order: readonly SinceThen["kind"][] = ["there", "not tried", "gone"];

function worstFirst(one: FindingHistory, other: FindingHistory): number {
  const rank = ({ since, isKnown, fault }: FindingHistory) =>
    (order.indexOf(since.kind) * 2 + (isKnown ? 1 : 0)) * findingClasses.length +
    findingClasses.indexOf(fault.class);
  return rank(one) - rank(other);
}
