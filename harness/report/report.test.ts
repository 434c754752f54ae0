import { test } from "uvu";
import * as assert from "uvu/assert";
import type { UncrashedFinding } from "../model/verdict.js";
import type { CaseRecord, CutRecord, ViolatedRecord } from "../store/records.js";
import { caseLine, failureBlock } from "./case-text.js";
import { killsByStep } from "./tables/kill-tables.js";
import { destinationStates, diskLines, gptStates } from "./seen-on-disk.js";
import { statusLine } from "./status-line.js";
import { summary } from "./summary.js";
import { clockTime, wrap } from "./words.js";

const steps = ["preflight", "shrinkFilesystems", "createPartitions"];

function cut(change: Partial<CutRecord> = {}): CutRecord {
  return {
    point: { kind: "write", writes: 523, bytes: 0 },
    write: 523,
    bytes: 0,
    line: 4,
    ofWrites: 35012,
    step: "createPartitions",
    region: "primary entries",
    landed: "landed",
    disk: {
      census: {
        state: "copies differ",
        primaryHeaderCrc: true,
        primaryEntriesCrc: false,
        backupHeaderCrc: true,
        backupEntriesCrc: true,
        entriesEqual: false,
        entriesInsideDisk: true,
        entriesOverlap: false,
      },
      destinations: [{ partition: "IMGA", state: "partial" }],
    },
    ...change,
  };
}

const head = {
  version: 5 as const,
  id: "c1:resize:reference:7f3a:w523@9c1e",
  index: 7,
  scenario: "resize",
  target: "reference",
  seed: "7f3a",
  model: "kill" as const,
  cuts: [cut()],
  resumes: 1,
  targetMs: 1500,
  checksMs: 500,
  harnessMs: 100,
};
const nothingFound = { findings: [] as const, known: false as const };

function held(cuts: readonly CutRecord[] = [cut()]): CaseRecord {
  return { ...head, cuts, verdict: "held", class: "recovered", ...nothingFound };
}

function undecided(reason: string, cuts: readonly CutRecord[]): CaseRecord {
  return { ...head, cuts, verdict: "undecided", reason, ...nothingFound };
}

function violated(message: string, change: Partial<ViolatedRecord> = {}): CaseRecord {
  return {
    ...head,
    verdict: "violated",
    class: "stuck",
    findings: [{ checker: "rerun", class: "stuck", place: "one more run", message, kill: 0 }],
    known: false,
    ...change,
  };
}

const nothing = { uncrashed: [], elapsedMs: 0, knownNotSeen: [], notices: [] };

function violatedAt(place: string): CaseRecord {
  const finding = { checker: "told", class: "stuck", place, message: "x", kill: 0 } as const;
  return violated("x", { findings: [finding] });
}

/** The cells of the rows below the headings. */
function rowsOf(table: string): string[][] {
  const lines = table.split("\n").filter((line) => !line.startsWith("─"));
  return lines.slice(1).map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
}

test("the tables stand with no case at all", () => {
  const zeros = ["0", "-", "0", "0", "0"];
  assert.equal(
    rowsOf(killsByStep([], steps)),
    [...steps, "total"].map((name) => [name, ...zeros]),
  );
  assert.match(gptStates([]) ?? "", /no GPT +0 +-\n/);
  assert.is(destinationStates([]), undefined);
  assert.match(
    summary({ ...nothing, cases: [] }),
    /^0 cases in 0\.0 s: 0 held, .*\n0 of 0 kills landed/,
  );
});

test("kills are counted by step, and only those that landed have a share", () => {
  const cuts = [cut(), cut(), cut({ step: "preflight" }), cut({ landed: "late" })];
  const rows = rowsOf(killsByStep([held(cuts), held([])], steps));
  assert.equal(rows, [
    ["preflight", "1", "33.3 %", "0", "0", "0"],
    ["shrinkFilesystems", "0", "0.0 %", "0", "0", "0"],
    ["createPartitions", "2", "66.7 %", "0", "1", "0"],
    ["total", "3", "100.0 %", "0", "1", "0"],
  ]);
  const odd = rowsOf(killsByStep([held([cut({ step: "new" })])], steps));
  assert.equal(odd.at(-2), ["new", "1", "100.0 %", "0", "0", "0"]);
});

test("GPT and destination states count kills that landed", () => {
  const cases = [held([cut(), cut({ landed: "missed" })])];
  const table = gptStates(cases) ?? "";
  for (const row of ["copies differ", "total", "primary entries CRC wrong", "entries differ"]) {
    assert.match(table, new RegExp(`^${row} +1 +100\\.0 %$`, "m"));
  }
  assert.match(table, /^backup entries CRC wrong +0 +0\.0 %$/m);
  assert.equal(rowsOf(destinationStates(cases) ?? ""), [["IMGA", "0", "1", "0"]]);
});

test("what is not on a disk has no table, no word and no line of it", () => {
  const { disk, ...elsewhere } = cut();
  const cases = [held([elsewhere])];
  assert.is(gptStates(cases), undefined);
  assert.is(destinationStates(cases), undefined);
  assert.equal(diskLines(elsewhere), []);
  assert.not.match(caseLine(held([elsewhere])).join(), "GPT");
  assert.ok(disk);
  assert.equal(diskLines({ ...elsewhere, disk }), [
    'on the disk: GPT "copies differ", entry-array CRC of the primary wrong, of the backup good',
    "copy destinations: IMGA partial",
  ]);
});

test("a case is one line a kill and one for the verdict", () => {
  const atLine = cut({
    point: { kind: "line", line: 4 },
    ofWrites: 0,
    region: "",
    landed: "missed",
  });
  assert.equal(caseLine(held([cut(), atLine])), [
    "kill 1 of 2: w523 of 35012, KILL_STEP=createPartitions, " +
      'region "primary entries", landed, GPT copies differ',
    "kill 2 of 2: l4, after write 523, KILL_STEP=createPartitions, no region, missed",
    "case 7 held (recovered) c1:resize:reference:7f3a:w523@9c1e 2.1 s",
  ]);
  assert.match(caseLine(violated("x", { known: true })).at(-1) ?? "", "violated, known (stuck)");
  assert.match(caseLine(undecided("it came late", [])).at(-1) ?? "", "undecided (it came late)");
  const ctrlC = cut({ point: { kind: "interrupt", writes: 520, signal: "INT" }, landed: "late" });
  assert.is(
    caseLine(held([ctrlC]))[0],
    "ctrl-C 1 of 1: i520 of 35012, 523 writes at its end, KILL_STEP=createPartitions, " +
      'region "primary entries", late',
  );
});

test("a failure block says everything and ends with the command", () => {
  const long = "expected a clean table, found another one ".repeat(5);
  const block = failureBlock(violated(long), "crashpoint replay c1:x").split("\n");
  assert.is(block.at(-1), "crashpoint replay c1:x");
  assert.ok(block.every((line) => line.length <= 100));
  assert.match(block.join("\n"), "stuck, one more run, seen by rerun after the last resume:");
  assert.match(block.join("\n"), "Seed 7f3a, scenario resize, target reference, model kill");
  assert.match(block.join("\n"), "KILL_STEP=createPartitions");
});

test("the status line fits and tells how long it takes", () => {
  const killsByStep = { preflight: 90, shrinkFilesystems: 98, shrinkPartitions: 99 };
  const more = { createPartitions: 98, copyFilesystems: 99, updatePartitions: 100 };
  const counts = { casesDone: 250, killsLanded: 584, findings: 1, known: 12, undecided: 3 };
  const progress = { ...counts, killsByStep: { ...killsByStep, ...more }, elapsedMs: 600_000 };
  const line = statusLine({ ...progress, casesTotal: 500 });
  assert.is(
    line,
    "250/500 cases | 584 kills pre:90 shrF:98 shrP:99 creP:98 copF:99 updP:100 | " +
      "new 1 known 12 undecided 3 | 25/min | 10:00 left",
  );
  assert.match(statusLine({ ...progress, limitMs: 8 * 3_600_000 }), /\| 7:50:00 left$/);
  assert.match(statusLine(progress), /25\/min$/);
  const alike = { ...progress, killsByStep: { copyFiles: 1, copyFolders: 2 } };
  assert.match(statusLine(alike), "copyFiles:1 copyFolders:2");
});

test("the summary counts honestly", () => {
  const cases = [
    held(),
    violated("block 17 differs", { known: true }),
    violated("block 18 of P1 differs"),
    violated("block 19 of P3 differs"),
    violated("block 20 of P9 differs", { targetMs: 99_000 }),
    undecided("came late", [cut({ landed: "late" })]),
  ];
  const knownNotSeen = ["diverged in copyFilesystems"];
  const text = summary({
    ...nothing,
    cases,
    elapsedMs: 9000,
    knownNotSeen,
    notices: ["interrupted"],
  });
  for (const part of [
    "6 cases in 9.0 s: 1 held, 3 violated, 1 violated as known, 1 undecided\n",
    "5 of 6 kills landed (0 early, 1 late, 0 missed)\n",
    "undecided:\n  1 x came late\n",
    "  1 x stuck, one more run, seen by rerun, known:\n      block 17 differs\n",
    "  3 x stuck, one more run, seen by rerun:\n      block 18 of P1 differs\n",
    "Known violations that did not show up:\n  diverged in copyFilesystems\n",
    "Slowest: case 7, 99.6 s (target 99.0 s, checks 0.5 s, harness 0.1 s)\n",
  ]) {
    assert.ok(text.includes(part), `${part}in\n${text}`);
  }
  assert.ok(text.endsWith("Notices:\n  interrupted"));
  const many = Array.from({ length: 30 }, (_, index) => violatedAt(`P${index}`));
  assert.match(summary({ ...nothing, cases: many }), "and 10 more kinds: see cases.jsonl");
});

test("what is wrong without a crash is counted by itself, the known apart", () => {
  const sick: UncrashedFinding = {
    ...{ checker: "fsck", class: "needs repair", place: "EFI System", message: "exit 1" },
    known: true,
  };
  const uncrashed = [sick, { ...sick, place: "P3", known: false }];
  const text = summary({ ...nothing, cases: [held()], uncrashed });
  assert.match(text, /: 1 held, .*\n1 finding without a crash, 1 more known\n/);
  assert.match(
    text,
    "Findings without a crash:\n" +
      "needs repair, without a crash, known, EFI System, seen by fsck: exit 1\n" +
      "needs repair, without a crash, P3, seen by fsck: exit 1\n",
  );
  assert.not.match(summary({ ...nothing, cases: [held()] }), "without a crash");
});

test("the worst kinds of findings come first, and places are told apart", () => {
  const of = (change: Partial<ViolatedRecord["findings"][number]>) => {
    const finding = { checker: "told", class: "stuck", place: "A", message: "x", kill: 0 } as const;
    return violated("x", { findings: [{ ...finding, ...change }] });
  };
  const cases = [of({}), of({}), of({ place: "B" }), of({ class: "silently lost" })];
  const text = summary({ ...nothing, cases });
  const heads = text.match(/^ {2}\d x .*seen by.*$/gm);
  assert.equal(heads, [
    "  1 x silently lost, A, seen by told:",
    "  2 x stuck, A, seen by told:",
    "  1 x stuck, B, seen by told:",
  ]);
});

test("words", () => {
  assert.equal([0, 7000, 3_599_600, 3_600_000].map(clockTime), [
    "0:00",
    "0:07",
    "1:00:00",
    "1:00:00",
  ]);
  assert.is(wrap("one two three", "  ", 9), "  one two\n  three");
});

test.run();
