import fc from "fast-check";
import kleur from "kleur";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findingClasses } from "../../model/verdict.js";
import { briefSummary, type BriefInput } from "./brief-summary.js";
import { complaint, heldAt, violatedAt } from "./cases.samples.js";

const nothing = {
  ...{ uncrashed: [], failures: [], knownNotSeen: [], notices: [] },
  ...{ plannedCount: 0, elapsedMs: 9000, columns: 96 },
};

function told(input: Partial<BriefInput>): string {
  return briefSummary({ ...nothing, cases: [], ...input }).join("\n");
}

test("many cases with the same finding tell it once, with count, places and ids", () => {
  const cases = Array.from({ length: 261 }, (_, index) =>
    violatedAt(400 - index, index < 3 ? "disk: superblock" : "disk: data", [complaint({}, index)]),
  );
  const [record] = cases;
  assert.ok(record);
  const id = "c1:any/fs-img:resize2fs:1:w1@79df";
  const smallest = { id, needs: "only a kill", missesFlush: false, tries: 3, complete: true };
  const failures = [{ record, smallest, replayCommand: `crashpoint replay ${id}` }];
  assert.is(
    told({ cases: [heldAt(1), ...cases], failures }),
    `262 cases in 9.0 s: 1 held, 261 violated, 0 violated as known, 0 undecided
held: 1 recovered
What is wrong, worst first:
  stuck, exit code, seen by told: 261 cases, first at w140
    expected the resume to succeed, but found each time: inode 260 is bad
    in disk: superblock 3; disk: data 258
    needs only a kill
    first: c1:any/fs-img:resize2fs:1:w140@79df
    smallest: ${id}
Show the worst again with:
crashpoint replay ${id}`,
  );
});

test("held alone is two lines", () => {
  const cases = [heldAt(1), heldAt(2)];
  assert.is(
    told({ cases }),
    "2 cases in 9.0 s: 2 held, 0 violated, 0 violated as known, 0 undecided\nheld: 2 recovered",
  );
});

test("colours are codes of their own, and no part of a text that is broken into lines", () => {
  const before = kleur.enabled;
  kleur.enabled = true;
  const text = told({ cases: [heldAt(1), violatedAt(2, "disk: data", [complaint()])] });
  kleur.enabled = before;
  assert.match(text, "\u001b[32m1 held\u001b[39m");
  assert.not.match(text, "?[");
});

test("the worst class comes first, and in it the most telling region", () => {
  const lost = complaint({ class: "lost", place: "P3", message: "1 of 3 files is gone (/a)" });
  const text = told({
    cases: [
      violatedAt(1, "disk: data", [complaint({ place: "P4" })]),
      violatedAt(2, "disk: data", [complaint({ place: "P4" })]),
      violatedAt(3, "disk: inode tables", [complaint({ place: "P5" })]),
      violatedAt(4, "primary header", [complaint({ place: "P6" })]),
      violatedAt(5, "free space", [lost]),
    ],
  });
  const places = [...text.matchAll(/^ {2}(?:lost|stuck), (P\d),/gm)].map(([, place]) => place);
  assert.equal(places, ["P3", "P6", "P5", "P4"]);
});

test("what takes no crash is told by itself, and how it is shown again", () => {
  const uncrashed = [{ ...complaint({ class: "lost", place: "P1" }), known: false }];
  const text = told({ cases: [heldAt(1)], uncrashed, uncrashedCommand: "crashpoint replay c1:x" });
  assert.match(text, "0 violated, 0 violated as known, 0 undecided, 1 finding without a crash\n");
  assert.match(text, "  lost, P1, seen by told: without a crash\n");
  assert.match(text, /Show the worst again with:\ncrashpoint replay c1:x$/);
});

test("there is a line of GPTs only where there is one", () => {
  assert.not.match(told({ cases: [heldAt(1)] }), "GPT");
  const census = { state: "primary invalid" };
  const cuts = heldAt(1).cuts.map((cut) => ({ ...cut, disk: { census, destinations: [] } }));
  const cases = [{ ...heldAt(1), cuts: cuts as never }];
  assert.match(told({ cases }), "GPT at the crash: 1 primary invalid");
});

test("however much is wrong, it stays on a screen or two", () => {
  const anyFault = fc
    .tuple(fc.constantFrom(...findingClasses), fc.stringMatching(/^[A-Z]\d{1,3}$/), fc.string())
    .map(([name, place, message]) => complaint({ class: name, place, message }));
  const anyCase = fc
    .tuple(fc.nat(600), fc.string(), fc.array(anyFault, { minLength: 1, maxLength: 8 }))
    .map(([write, region, faults]) => violatedAt(write, region, faults));
  fc.assert(
    fc.property(
      fc.array(anyCase, { maxLength: 40 }),
      fc.integer({ min: 60, max: 96 }),
      (cases, columns) => {
        const lines = told({ cases, columns }).split("\n");
        assert.ok(lines.length <= 34, `${lines.length} lines`);
      },
    ),
    { numRuns: 200 },
  );
});

test.run();
