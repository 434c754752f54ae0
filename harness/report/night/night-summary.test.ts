import { test } from "uvu";
import * as assert from "uvu/assert";
import { findingClasses } from "../../model/verdict.js";
import type { StoredNight } from "../../store/night/night-folder.js";
import type { HostCounts, NightLine } from "../../store/night/night-record.js";
import type { CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import { caseRecord, run } from "../../store/stored.samples.js";
import { nightSummary } from "./night-summary.js";
import { nightVerdict } from "./night-verdict.js";

const counts: HostCounts = {
  ...{ processes: 1, mounts: 20, loops: 0, tempFolders: 3, descriptors: 22, rssMiB: 100 },
};
const head = { version: 5, atMs: 90_000, turn: 1 } as const;
const caught: NightLine = {
  ...{ ...head, kind: "canary", target: "half-replaced", result: "caught" },
  ...{ id: "c1:x", why: "", elapsedMs: 10 },
};

function ended(verdict: "held" | "violated" | "undecided", more: object = {}): NightLine {
  const usual = { ...head, kind: "ended", run: "turns/00001/a", cases: 1, elapsedMs: 10, counts };
  return { ...usual, verdict, ...more } as NightLine;
}

function night(startedAt: string, lines: readonly NightLine[]): StoredNight {
  const record = {
    seed: "5eed",
    startedAt,
    leftOut: [{ what: "target partitionresizer", why: "" }],
  };
  return { path: "", night: record, lines } as unknown as StoredNight;
}

/** A run with one violated case of each of these places. */
function runWith(places: readonly string[], target = "reference"): StoredRun {
  const cases = places.map((place, index) => {
    const record = caseRecord(index);
    const finding = { checker: "fsck", class: findingClasses[0], message: `${place} is gone` };
    return { ...record, id: `c1:${place}`, findings: [{ ...finding, place, kill: 1 }] };
  });
  return { path: "", run: { ...run, target }, cases: cases as CaseRecord[], notices: [] };
}

test("what is new, what was seen before, and what is gone, each with what shows it again", () => {
  const before = { stored: night("2026-11-27", [caught]), runs: [runWith(["A", "B"])] };
  const lines = [caught, ended("violated")];
  const now = { stored: night("2026-11-28", lines), runs: [runWith(["B", "C", "C"])] };
  const text = nightSummary(now, before, "crashpoint").join("\n");
  assert.match(text, /new since the night of 2026-11-27: 1 kind\n {2}2 times reference: .*, C: C/);
  assert.match(text, "    crashpoint replay c1:C\n");
  assert.match(text, /found again: 1 kind\n {2}1 times reference: .*, B: B is gone/);
  assert.match(text, /not seen any more, though tried: 1 kind\n {2}reference: .*, A: A is gone/);
  assert.match(text, "canaries: 1 of 1 caught");
  assert.match(text, "nothing left behind; memory of the harness 100 -> 100 MiB");
  assert.match(text, "left out, since it is missing here: target partitionresizer");
});

test("what was not tried is not gone, and the first night has nothing that is new", () => {
  const before = { stored: night("2026-11-27", [caught]), runs: [runWith(["A"], "another")] };
  const now = { stored: night("2026-11-28", [caught, ended("held")]), runs: [runWith([])] };
  assert.not.match(nightSummary(now, before, "crashpoint").join("\n"), "not seen any more");
  assert.match(nightSummary(now, before, "crashpoint").join("\n"), "nothing new since the night");
  assert.match(nightSummary(now, undefined, "crashpoint").join("\n"), /^nothing found$/m);
});

test("it fits one screen, whatever was found", () => {
  const places = Array.from({ length: 60 }, (_, index) => `Part${"x".repeat(index)}`);
  const before = { stored: night("2026-11-27", [caught]), runs: [runWith(places.slice(0, 40))] };
  const still: NightLine = { ...head, kind: "still", minutes: 10 };
  const lines = [caught, { ...caught, result: "missed", why: "why" } as NightLine, still];
  const grown = ended("violated", { counts: { ...counts, mounts: 21, tempFolders: 4 } });
  const stored = night("2026-11-28", [...lines, ended("violated"), grown]);
  const summary = nightSummary({ stored, runs: [runWith(places.slice(20))] }, before, "crashpoint");
  assert.ok(summary.length <= 40, `${summary.length} lines`);
  assert.match(summary.join("\n"), "LEFT BEHIND: mounts 20 -> 21");
  assert.match(summary.join("\n"), "by whomever: temporary folders 3 -> 4");
  assert.match(summary.join("\n"), "stood still: turn 1");
});

test("a night without a canary that was caught is not believed, whatever it found", () => {
  const missed = { ...caught, result: "missed" } as NightLine;
  assert.equal(nightVerdict([caught, ended("held")]), { verdict: "held", why: "" });
  assert.is(nightVerdict([caught, ended("held"), ended("violated")]).verdict, "violated");
  assert.match(nightVerdict([caught, missed, ended("violated")]).why, "not believed: canary half");
  assert.match(nightVerdict([ended("held")]).why, "no canary");
  assert.match(nightVerdict([caught, ended("undecided", { why: "full" })]).why, "turn 1: full");
  assert.match(nightVerdict([caught]).why, "no turn");
});

test.run();
