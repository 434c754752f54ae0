import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { junitRuns } from "./junit-runs.js";
import { readJUnit } from "./read-junit.js";
import type { ReportedTest } from "./reported-test.js";

const folder = mkdtempSync(join(tmpdir(), "junit-"));

test.after(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function testsOf(name: string, content: string | Uint8Array): readonly ReportedTest[] {
  return readJUnit(write(name, content)).tests;
}

function outcomes(body: string): string[] {
  const tests = testsOf("outcomes.xml", `<testsuite name="s">${body}</testsuite>`);
  return tests.map(({ name, outcome }) => `${name} ${outcome}`);
}

test("outcomes of the dialects: surefire, pytest, gtest", () => {
  assert.equal(
    outcomes(`
      <properties><property name="testcase" value="no"/></properties>
      <testcase name="a"/>
      <testcase name="b"><failure message="x"/></testcase>
      <testcase name="c"><error>y</error>
        <system-out><![CDATA[ <testcase name="z"/> ]]></system-out></testcase>
      <testcase name="d"><skipped/></testcase>
      <testcase name="e"><flakyFailure/></testcase>
      <testcase name="f"><failure/><rerunFailure/></testcase>
      <testcase name="g"><rerun message="again"/></testcase>
      <testcase name="h" status="notrun" result="suppressed"/>
      <testcase name="i" status="run" result="completed"/>`),
    [
      ...["a passed", "b failed", "c failed", "d skipped", "e flaky", "f failed", "g flaky"],
      ...["h skipped", "i passed"],
    ],
  );
});

test("suites are nested as they like; one that breaks before its tests is a failing test", () => {
  const [inner, broken] = testsOf(
    "nested.xml",
    `<?xml version="1.0"?><testsuites><testsuite name="out"><testsuite name="in" tests="1">
      <testcase classname="c" name="t" file="f.ts" time="0.1"/></testsuite></testsuite>
      <testsuite name="broken" errors="1"><error message="no set-up"/></testsuite></testsuites>`,
  );
  assert.equal(inner, {
    ...{ suites: ["out", "in"], file: "f.ts", className: "c", name: "t", outcome: "passed" },
  });
  assert.is(broken?.outcome, "failed");
});

test("a suite that has fewer tests than it says is a notice", () => {
  const path = write("short.xml", `<testsuite name="s" tests="5"><testcase name="a"/></testsuite>`);
  assert.match(readJUnit(path).notices[0] ?? "", `"s" says that it has 5 tests, and has 1`);
});

test("entities: XML's own are read, others are refused and nothing is fetched or expanded", () => {
  const [one] = testsOf("own.xml", `<testsuite><testcase name="a &lt;b&gt; &#65;"/></testsuite>`);
  assert.is(one?.name, "a <b> A");
  const bombs = [
    `<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><testsuite name="&b;"/>`,
    `<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><testsuite>&x;</testsuite>`,
  ];
  for (const bomb of bombs) refused(bomb, "undefined entity");
});

function refused(content: string | Uint8Array, message: string): void {
  const path = write("refused.xml", content);
  assert.throws(
    () => readJUnit(path),
    (error: Error) => {
      assert.instance(error, UsageError);
      assert.ok(error.message.startsWith(path), error.message);
      assert.match(error.message, message);
      return true;
    },
  );
}

test("damage is refused with its place", () => {
  refused("", "document must contain a root element");
  refused("<testsuite><testcase name='a'>", "unclosed tag");
  refused(
    "<testsuite>\n<testcase/></testsuite>",
    ":2: testsuite.testcase[1].name: expected the name",
  );
  refused("<testsuite tests='-1'/>", "testsuite.tests: expected a whole number");
  refused("<coverage/>", "expected testsuites or testsuite as the root element, found coverage");
  refused("<testsuite>".repeat(100), "nested deeper than 64");
  refused(`<testsuite><testcase name="${"n".repeat(70_000)}"/></testsuite>`, "name has more than");
  refused(Buffer.from("<testsuite name='\xff\xfe'/>", "latin1"), "is not text in utf-8");
  refused("<?xml version='1.0' encoding='klingon'?><testsuite/>", "encoding klingon is not known");
  refused("<testsuite><testcase name='\u0001'/></testsuite>", "disallowed character");
});

test("another encoding is read as it says", () => {
  const head = `<?xml version="1.0" encoding="iso-8859-1"?>`;
  const text = `${head}<testsuite><testcase name="\xe9"/></testsuite>`;
  assert.is(testsOf("latin.xml", Buffer.from(text, "latin1"))[0]?.name, "\xe9");
});

test("all XML files of a folder are one run; links and other reports are left out", () => {
  write("run/TEST-a.xml", `<testsuite><testcase name="a"/></testsuite>`);
  write("run/deep/b.xml", `<testsuites><testsuite><testcase name="b"/></testsuite></testsuites>`);
  write("run/coverage.xml", `<coverage/>`);
  symlinkSync(write("outside.xml", `<testsuite/>`), join(folder, "run/link.xml"));
  const { tests, notices } = readJUnit(join(folder, "run"));
  assert.equal(tests.map(({ name }) => name).sort(), ["a", "b"]);
  assert.is(notices.length, 1);
  assert.match(notices[0] ?? "", "left out: ");
});

test("a folder without XML is no run", () => {
  mkdirSync(join(folder, "empty"));
  assert.throws(() => readJUnit(join(folder, "empty")), "neither run.json nor XML files");
});

function reported(name: string, more: Partial<ReportedTest> = {}): ReportedTest {
  return { suites: ["s"], file: "", className: "c", name, outcome: "passed", ...more };
}

function namesOf(...runs: readonly (readonly ReportedTest[])[]): string[][] {
  const reports = runs.map((tests, index) => ({ name: `run ${index}`, tests, notices: [] }));
  return junitRuns(reports).map(({ cases }) => cases.map(({ id }) => id));
}

test("names that two tests of one run have are told apart in all runs", () => {
  const [one, two] = [reported("a", { file: "f" }), reported("a", { file: "g" })];
  assert.equal(namesOf([one, two], [one]), [["c::a in f", "c::a in g"], ["c::a in f"]]);
  const [in1, in2] = [reported("a", { suites: ["x"] }), reported("a", { suites: ["x", "y"] })];
  assert.equal(namesOf([in1], [in1, in2]), [["c::a of x"], ["c::a of x", "c::a of x > y"]]);
});

test("tests that can't be told apart are trials of one, with a notice", () => {
  const [run] = junitRuns([{ name: "r", tests: [reported("a"), reported("a")], notices: [] }]);
  assert.equal(
    run?.cases.map(({ id }) => id),
    ["c::a of s", "c::a of s"],
  );
  assert.match(run?.notices[0] ?? "", "counted as trials of one: 1 (c::a of s)");
});

test("skipped tests are left out, and counted", () => {
  const tests = [reported("a"), reported("b", { outcome: "skipped" })];
  const [run] = junitRuns([{ name: "r", tests, notices: [] }]);
  assert.is(run?.cases.length, 1);
  assert.equal(run?.leftOut, { skipped: 1 });
});

test.run();
