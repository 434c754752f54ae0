import { findingKind } from "../../model/findings/finding-kind.js";
import type { Fault } from "../../model/verdict.js";
import type { JudgedAgain } from "../../runner/evidence/judge-again.js";
import type { StoredJudgement } from "../../store/failures/failure-case.js";

/** What is found now and was not then, and the other way round, each kind once. */
export interface Change {
  readonly came: readonly Fault[];
  readonly went: readonly Fault[];
}

export const noChange: Change = { came: [], went: [] };

/** What has changed in what is found of one and the same thing. */
export function changeBetween(then: readonly Fault[], now: readonly Fault[]): Change {
  return { came: missingFrom(now, then), went: missingFrom(then, now) };
}

/** What has changed in a case: at its crashes, and at its end where that was judged both times. */
export function changeOf(
  { crashes, end }: StoredJudgement,
  again: Extract<JudgedAgain, { verdict: "judged" }>,
): Change {
  const ofCrashes = again.crashes.map((now, index) =>
    changeBetween(crashes[index]?.findings ?? [], now),
  );
  const ofEnd =
    end === undefined || again.end === undefined
      ? noChange
      : changeBetween(end.findings, again.end);
  return joined([...ofCrashes, ofEnd]);
}

/** All of several changes, each kind once. */
export function joined(changes: readonly Change[]): Change {
  return {
    came: onceEach(changes.flatMap(({ came }) => came)),
    went: onceEach(changes.flatMap(({ went }) => went)),
  };
}

function missingFrom(some: readonly Fault[], others: readonly Fault[]): Fault[] {
  const kinds = new Set(others.map(findingKind));
  return onceEach(some.filter((fault) => !kinds.has(findingKind(fault))));
}

function onceEach(faults: readonly Fault[]): Fault[] {
  const kinds = faults.map(findingKind);
  return faults.filter((_, index) => kinds.indexOf(kinds[index] ?? "") === index);
}
