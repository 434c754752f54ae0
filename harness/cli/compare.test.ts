import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { upTo } from "../compare/made-runs.samples.js";
import { goldenSchema } from "../store/golden-record.js";
import { createRun } from "../store/run-folder.js";
import { caseSchema, runSchema } from "../store/records.js";
import { formatVersion } from "../store/format-version.js";

const main = fileURLToPath(new URL("../main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "compare-"));

test.after(() => rmSync(folder, { recursive: true }));

function compare(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "compare", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, said: (stdout + stderr).replaceAll(/\s+/g, " ") };
}

/** A report of 200 tests, of which these fail. */
function report(name: string, failing: readonly number[], prefix = "test"): string {
  const tests = upTo(200).map((index) => {
    const inside = failing.includes(index) ? `<failure message="boom"/>` : "";
    return `<testcase classname="suite" name="${prefix} ${index}">${inside}</testcase>`;
  });
  writeFileSync(join(folder, name), `<testsuite name="all">${tests.join("\n")}</testsuite>`);
  return name;
}

const parents = [
  report("p1.xml", [1, 2, 3, 5]),
  report("p2.xml", [1, 2, 4]),
  report("p3.xml", [1, 2, 3, 4]),
  report("p4.xml", [1, 2, 5]),
];

test("noise ends with 0 and begins with the verdict", () => {
  const { status, stdout } = compare(report("n.xml", [1, 2, 3, 4, 5]), "--with", ...parents);
  assert.is(status, 0, stdout);
  assert.match(stdout, /^noise: 5 of 200 tests failed, 3 to 4 in 4 parents\n/);
  assert.match(stdout, "Holm's method");
});

test("tests that never failed end with 1, and are named", () => {
  const { status, stdout } = compare(report("b.xml", [1, 2, 7, 8, 9, 10]), "--with", ...parents);
  assert.is(status, 1, stdout);
  assert.match(stdout, /^new findings: /);
  for (const name of [7, 8, 9, 10]) assert.match(stdout, `  suite::test ${name}\n`);
});

test("one test that never failed can't be told from chance: 2, and what would settle it", () => {
  const { status, said } = compare(report("u.xml", [1, 2, 7]), "--with", ...parents);
  assert.is(status, 2, said);
  assert.match(said, "undecided: ");
  assert.match(said, "parents without it would rule chance out");
});

test("--json has the same as data", () => {
  const { status, stdout } = compare("b.xml", "--json", "--with", ...parents);
  assert.is(status, 1);
  const data = JSON.parse(stdout) as { verdict: string; firstSeen: string[]; worse: object[] };
  assert.is(data.verdict, "new");
  assert.is(data.firstSeen.length, 4);
  assert.ok(data.worse.length > 0);
});

test("names can't steer the terminal", () => {
  const name = report("evil.xml", upTo(20), "\u009b31m&#x202e;test");
  const { stdout } = compare(name, report("clean.xml", [], "\u009b31m&#x202e;test"));
  assert.not.match(stdout, /[\u0080-\u009f\u202e]/);
  assert.match(stdout, "\\u{9b}31m\\u{202e}test 3");
  const json = compare(name, "clean.xml", "--json").stdout;
  assert.not.match(json, /[\u0080-\u009f\u202e]/);
  assert.match((JSON.parse(json) as { firstSeen: string[] }).firstSeen.join(), "\u009b31m\u202e");
});

test("wrong usage ends with 254", () => {
  for (const [args, message] of [
    [["n.xml"], "nothing to compare with"],
    [["n.xml", "none.xml"], "there is no none.xml"],
    [["n.xml", "n.xml"], "n.xml is named twice"],
  ] as const) {
    const { status, said } = compare(...args);
    assert.is(status, 254, said);
    assert.match(said, message);
  }
});

const run = {
  ...{ version: formatVersion, command: "explore", scenario: "resize", fingerprint: "7f3a" },
  ...{ target: "reference", seed: "1", startedAt: "2026-11-20T12:31:00Z", imageSha256: "00" },
  ...{ options: { points: "all", jobs: 2 }, tools: {}, host: {}, program: { path: "resizer" } },
  ...{
    about: "a resize",
    steps: [],
    replayWords: [],
    environment: { umask: "0022", variables: {} },
  },
};
const golden = {
  ...{ version: formatVersion, writeCount: 9, lineCount: 1, durationMs: 1, deterministic: true },
  ...{ work: [], findings: [], notices: [], writesByStep: {}, plan: { kind: "none" } },
};

function storedRun(
  name: string,
  violated: readonly number[],
  { changes = {}, uncrashed = [] }: { changes?: object; uncrashed?: readonly object[] } = {},
): string {
  const writer = createRun(join(folder, name), runSchema.parse({ ...run, ...changes }), "S");
  writer.writeGolden(goldenSchema.parse({ ...golden, findings: uncrashed }));
  for (const index of upTo(9)) {
    const isViolated = violated.includes(index);
    const finding = { checker: "content", class: "lost", place: "P3", message: "a.txt is gone" };
    writer.appendCase(
      caseSchema.parse({
        ...{ version: formatVersion, id: `c1:resize:reference:1:w${index}@7f3a`, index },
        ...{ scenario: "resize", target: "reference", seed: "1", model: "kill", cuts: [] },
        ...{ verdict: isViolated ? "violated" : "held", known: false, resumes: 1 },
        class: isViolated ? "lost" : "recovered",
        findings: isViolated ? [{ ...finding, kill: 1 }] : [],
        ...{ targetMs: 1, checksMs: 1, harnessMs: 1 },
      }),
    );
  }
  writer.close();
  return writer.path;
}

test("stored runs: a case of the same id that held and is violated is new without chance", () => {
  const now = storedRun("now", [3]);
  const before = storedRun("before", []);
  const { status, said } = compare(now, before);
  assert.is(status, 1, said);
  assert.match(said, "without chance: 1 x lost, P3, seen by content: a.txt is gone");
  assert.match(said, "c1:resize:reference:1:w3@7f3a");
  assert.is(compare(before, now).status, 0);
  const other = compare(storedRun("other", [], { changes: { scenario: "prove" } }), before);
  assert.is(other.status, 2, other.said);
  assert.match(other.said, "scenario: prove now, resize before");
});

test("stored runs: what goes wrong without a crash is new where it was not", () => {
  const finding = { checker: "content", class: "lost", place: "P3", message: "a.txt is gone" };
  const now = storedRun("broken", [], { uncrashed: [{ ...finding, known: false }] });
  const { status, said } = compare(now, storedRun("fine", []));
  assert.is(status, 1, said);
  assert.match(said, "without a crash: resize on reference, 7f3a");
  const known = storedRun("known", [], { uncrashed: [{ ...finding, known: true }] });
  assert.is(compare(known, storedRun("fine too", [])).status, 0);
});

test("stored runs and JUnit XML are not mixed", () => {
  const { status, said } = compare("n.xml", storedRun("mixed", []));
  assert.is(status, 254);
  assert.match(said, "compare runs of crashpoint with each other");
});

test.run();
