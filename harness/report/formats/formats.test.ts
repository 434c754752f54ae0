import fc from "fast-check";
import { Parser } from "tap-parser";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { heldAt, complaint, violatedAt } from "../brief/cases.samples.js";
import { mostCaseChecks } from "./checks.js";
import { writeReport } from "./formats.js";
import { anyHostileText, mixedRun, runNamed, withCases } from "./stored-runs.samples.js";

const { tap, json, markdown, github } = writeReport;
/** What steers a terminal, and text that is none. */
const steers = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;

function linesOf(text: string): string[] {
  assert.ok(text.endsWith("\n"));
  return text.slice(0, -1).split("\n");
}

test("TAP: held is ok, undecided and known are skipped, with the command of what is not ok", () => {
  const of = "crashpoint soak --scenario resize resize on reference, seed 7f3a";
  const id = (write: number) => `run: c1:any/fs-img:resize2fs:1:w${write}@79df`;
  const seen = (place: string) =>
    `stuck, ${place}, seen by told after the last resume: ` +
    "expected the resume to succeed, but found each time: inode 17 is bad";
  const message = seen("exit code");
  const again = "Show it again with:\\ncrashpoint replay c1:any/fs-img:resize2fs:1:w2@79df";
  assert.equal(linesOf(tap([mixedRun()])), [
    "TAP version 14",
    "1..5",
    `ok 1 - ${of}: crashpoint soak --scenario resize: the run as a whole`,
    `ok 2 - ${of}: ${id(1)}`,
    `not ok 3 - ${of}: ${id(2)}`,
    "  ---",
    '  type: "stuck"',
    `  message: "${message}"`,
    `  text: "${message}\\n${again}"`,
    "  ...",
    `ok 4 - ${of}: ${id(3)} # SKIP known: ${seen("P4")}`,
    `ok 5 - ${of}: ${id(4)} # SKIP undecided: no tool is there`,
  ]);
});

function parsedTap(text: string) {
  const results: { ok: boolean; skip: boolean }[] = [];
  const parser = new Parser({ strict: true });
  parser.on("assert", ({ ok, skip }: { ok: boolean; skip: string | boolean }) =>
    results.push({ ok, skip: skip !== false }),
  );
  let count = 0;
  parser.on("complete", (end: { count: number }) => {
    count = end.count;
  });
  parser.end(text);
  return { results, count };
}

test("TAP of hostile names has the same checks, by a strict parser", () => {
  const usual = parsedTap(tap([runNamed("x")])).results;
  assert.is(usual.length, 5);
  fc.assert(
    fc.property(anyHostileText, (text) => {
      const written = tap([runNamed(text)]);
      const { results, count } = parsedTap(written);
      assert.equal(results, usual);
      assert.is(count, 5);
      for (const line of linesOf(written)) assert.not.match(line, steers);
    }),
    { numRuns: 60 },
  );
});

test("a run that was killed, and one that is undecided as a whole, are not ok", () => {
  const { end, ...killed } = mixedRun();
  assert.match(tap([killed]), /^not ok 1 - .*the run as a whole\n {2}---\n.*\n.*it has not ended/m);
  assert.ok(end);
  const undecided = { ...mixedRun(), end: { ...end, verdict: "undecided" } as const };
  assert.match(tap([undecided]), /^not ok 1 /m);
});

test("where there are thousands of cases there is a check for each kind", () => {
  const many = Array.from({ length: mostCaseChecks + 1 }, (_, index) =>
    index % 2 === 0 ? heldAt(index) : violatedAt(index, "disk: data", [complaint({}, index)]),
  );
  const { results } = parsedTap(tap([withCases(many)]));
  assert.equal(
    results.map(({ ok }) => ok),
    [true, false, true],
  );
});

test("known violations fail a strict run", () => {
  const stored = mixedRun();
  const strict = { ...stored, run: { ...stored.run, options: { strict: true } } };
  assert.is(parsedTap(tap([strict])).results.filter(({ ok }) => !ok).length, 2);
});

test("JSON has each finding with its command, and is JSON whatever it is told", () => {
  const { runs } = JSON.parse(json([mixedRun()])) as { runs: Record<string, unknown>[] };
  assert.equal(runs[0]?.["totals"], {
    ...{ cases: 4, planned: 90, held: 1, violated: 1, known: 1, undecided: 1 },
  });
  assert.match(
    json([mixedRun()]),
    `"replay": "crashpoint replay c1:any/fs-img:resize2fs:1:w2@79df"`,
  );
  fc.assert(
    fc.property(anyHostileText, (text) => {
      const read = JSON.parse(json([runNamed(text)])) as { runs: { run: { target: string } }[] };
      assert.is(read.runs[0]?.run.target, text);
      for (const line of linesOf(json([runNamed(text)]))) assert.not.match(line, steers);
    }),
    { numRuns: 60 },
  );
});

/** The text of a cell, as a reader of Markdown shows it. */
function shownText(cell: string): string {
  return cell.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

test("Markdown: tables of verdicts and findings, and the commands", () => {
  const text = markdown([mixedRun()]);
  assert.match(text, "| violated | 4 | 1 | 1 | 1 | 1 |");
  assert.match(shownText(text), "| stuck (known) | P4 | told | 1 |");
  assert.match(text, "```sh\ncrashpoint replay c1:any/fs-img:resize2fs:1:w2@79df\n```");
});

test("Markdown of hostile names has the same structure, and no markup of theirs", () => {
  const outline = (text: string): string[] =>
    linesOf(text.replaceAll(/^(`{3,})sh\n[^]*?\n\1$/gm, "CODE")).map((line) =>
      line.replaceAll(/[^|]/g, "").concat(line.startsWith("#") ? "#" : ""),
    );
  const usual = outline(markdown([runNamed("x")]));
  fc.assert(
    fc.property(anyHostileText, (text) => {
      const written = markdown([runNamed(text)]);
      assert.equal(outline(written), usual);
      const prose = written.replaceAll(/^(`{3,})sh\n[^]*?\n\1$/gm, "");
      assert.not.match(prose, /[<>`]/);
      for (const line of linesOf(written)) assert.not.match(line, steers);
    }),
    { numRuns: 60 },
  );
});

test("GitHub: an annotation for each kind of finding, and no others", () => {
  assert.equal(linesOf(github([mixedRun()])), [
    "::error title=stuck::exit code, seen by told, 1 case: expected the resume to succeed, but " +
      "found each time: inode 17 is bad%0AShow it again with: crashpoint replay " +
      "c1:any/fs-img:resize2fs:1:w2@79df",
    "::notice title=known%3A stuck::P4, seen by told, 1 case: expected the resume to succeed, " +
      "but found each time: inode 17 is bad%0AShow it again with: crashpoint replay " +
      "c1:any/fs-img:resize2fs:1:w3@79df",
    "::warning title=undecided::c1:any/fs-img:resize2fs:1:w4@79df: no tool is there",
  ]);
  fc.assert(
    fc.property(anyHostileText, (text) => {
      const lines = linesOf(github([runNamed(text)]));
      const kinds = lines.map((line) => /^::(\w+) title=[^:,]*::/.exec(line)?.[1]);
      assert.equal(kinds, ["error", "error", "warning", "error"]);
      for (const line of lines) assert.not.match(line, steers);
    }),
    { numRuns: 60 },
  );
});

test.run();
