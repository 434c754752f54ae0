import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import { caseRecord, golden, run } from "../../store/stored.samples.js";
import { historyOf, type FindingHistory } from "./history.js";

const fault = {
  checker: "content",
  class: "lost",
  place: "P3",
  message: "a is gone",
  kill: 1,
} as const;

const { version, model, cuts, resumes, targetMs, checksMs, harnessMs } = caseRecord(0);
const common = { model, cuts, resumes, targetMs, checksMs, harnessMs };

/** A case at a write: it holds, or has the finding. */
function at(write: number, what: "held" | "lost" | "undecided", seed = "1"): CaseRecord {
  const head = {
    ...{ version, id: `c1:resize:reference:${seed}:w${write}@9c1e`, index: write },
    ...{ scenario: "resize", target: "reference", seed, ...common },
  } as const;
  const nothing = { findings: [], known: false } as const;
  switch (what) {
    case "held":
      return { ...head, verdict: "held", class: "recovered", ...nothing };
    case "undecided":
      return { ...head, verdict: "undecided", reason: "a checker failed", ...nothing };
    case "lost":
      return { ...head, verdict: "violated", class: "lost", findings: [fault], known: false };
  }
}

/** A run on some day, of a program with some content. */
function onDay(day: number, sha256: string, cases: readonly CaseRecord[]): StoredRun {
  return {
    path: `results/${day}`,
    run: { ...run, startedAt: `2026-11-0${day}T00:00:00Z`, program: { path: "p", sha256 } },
    golden: { ...golden, findings: [] },
    ...{ cases: [...cases], notices: [] },
  };
}

function only(runs: readonly StoredRun[]): FindingHistory {
  const [subject, ...others] = historyOf(runs);
  assert.equal(others, []);
  assert.is(subject?.findings.length, 1);
  return subject?.findings[0] as FindingHistory;
}

test("a finding that the newest run has is there, whatever the order of the runs", () => {
  const runs = [onDay(3, "bb", [at(7, "lost")]), onDay(1, "aa", [at(5, "lost")])];
  const { first, last, since, runCount } = only(runs);
  assert.is(first.program, "aa");
  assert.is(last.id, "c1:resize:reference:1:w7@9c1e");
  assert.is(runCount, 2);
  assert.equal(since, { kind: "there" });
});

test("it is gone where a later run was there, though with another seed", () => {
  const { since } = only([onDay(1, "aa", [at(5, "lost")]), onDay(2, "bb", [at(5, "held", "2")])]);
  const startedAt = "2026-11-02T00:00:00Z";
  const gone = { program: "bb", startedAt, runCount: 1, mayBeElsewhere: false };
  assert.equal(since, { kind: "gone", ...gone });
});

test("it is not gone where no later run was there", () => {
  const elsewhere = onDay(2, "bb", [at(6, "held")]);
  assert.is(only([onDay(1, "aa", [at(5, "lost")]), elsewhere]).since.kind, "not tried");
  const open = onDay(2, "bb", [at(5, "undecided")]);
  assert.is(only([onDay(1, "aa", [at(5, "lost")]), open]).since.kind, "not tried");
});

test("of a target that differs from run to run it is said that it may be elsewhere", () => {
  const later = onDay(2, "aa", [at(5, "held")]);
  const varying = { ...later, golden: { ...golden, findings: [], deterministic: false } };
  const { since } = only([onDay(1, "aa", [at(5, "lost")]), varying]);
  assert.is(since.kind === "gone" && since.mayBeElsewhere, true);
});

test("what is wrong without a crash is gone with a run that has none of it", () => {
  const sick = { ...onDay(1, "aa", []), golden };
  const [subject] = historyOf([sick, onDay(2, "bb", [])]);
  const kinds = subject?.findings.map(({ since, isKnown }) => [since.kind, isKnown]);
  assert.equal(kinds, [
    ["gone", false],
    ["gone", true],
  ]);
  assert.match(subject?.findings[0]?.last.id ?? "", /:none@9c1e$/);
});

test("programs stand in the order in which they were first run, with what was run of them", () => {
  const runs = [
    onDay(1, "aa", [at(1, "held")]),
    onDay(2, "bb", []),
    onDay(3, "aa", [at(2, "held")]),
  ];
  const programs = historyOf(runs)[0]?.programs.map((each) => [
    each.program,
    each.runCount,
    each.caseCount,
  ]);
  assert.equal(programs, [
    ["aa", 2, 2],
    ["bb", 1, 0],
  ]);
});

test.run();
