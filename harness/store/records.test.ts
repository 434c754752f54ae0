import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyCut } from "../model/cuts.samples.js";
import { DecodeError } from "../model/errors.js";
import { crashModels } from "../model/trace.js";
import { findingClasses, type Finding } from "../model/verdict.js";
import { decodeCase, encodeCase } from "./codec.js";
import type { CaseRecord, CutRecord, DiskCut } from "./records.js";

const plain = { noNullPrototype: true };
const count = fc.nat(999_999);
const disk: fc.Arbitrary<DiskCut> = fc.record(
  {
    census: fc.record(
      {
        state: fc.string(),
        primaryHeaderCrc: fc.boolean(),
        primaryEntriesCrc: fc.boolean(),
        backupHeaderCrc: fc.boolean(),
        backupEntriesCrc: fc.boolean(),
        entriesEqual: fc.boolean(),
        entriesInsideDisk: fc.boolean(),
        entriesOverlap: fc.boolean(),
      },
      plain,
    ),
    destinations: fc.array(
      fc.record(
        { partition: fc.string(), state: fc.constantFrom("empty", "partial", "complete") },
        plain,
      ),
    ),
  },
  plain,
);
const place = {
  point: anyCut,
  ...{ write: count, bytes: count, line: count, ofWrites: count },
  ...{ step: fc.string(), region: fc.string() },
  landed: fc.constantFrom("landed", "early", "late", "missed"),
};
const cut: fc.Arbitrary<CutRecord> = fc.oneof(
  fc.record(place, plain),
  fc.record({ ...place, disk }, plain),
);
const finding: fc.Arbitrary<Finding> = fc.record(
  {
    checker: fc.string(),
    class: fc.constantFrom(...findingClasses),
    place: fc.string(),
    message: fc.string(),
    kill: count,
  },
  plain,
);
const nothingFound = { findings: fc.constant([] as const), known: fc.constant(false as const) };
const head = {
  version: fc.constant(5 as const),
  ...{ id: fc.string(), index: count, scenario: fc.string(), target: fc.string() },
  ...{ seed: fc.string(), model: fc.constantFrom(...crashModels) },
  cuts: fc.array(cut, { maxLength: 3 }),
};
const ways = fc.array(fc.record({ way: fc.string(), end: fc.string() }, plain));
const tail = { resumes: count, ways, targetMs: count, checksMs: count, harnessMs: count };
const anyRecord: fc.Arbitrary<CaseRecord> = fc.oneof(
  fc.record(
    {
      ...{ ...head, verdict: fc.constant("held" as const) },
      class: fc.constantFrom("recovered", "refused", "undone", "finished"),
      ...{ ...nothingFound, ...tail },
    },
    plain,
  ),
  fc.record(
    {
      ...{ ...head, verdict: fc.constant("violated" as const) },
      class: fc.constantFrom(...findingClasses),
      ...{ findings: fc.array(finding), known: fc.boolean(), ...tail, sameAs: fc.string() },
    },
    plain,
  ),
  fc.record(
    {
      ...{ ...head, verdict: fc.constant("undecided" as const), reason: fc.string() },
      ...{ ...nothingFound, ...tail },
    },
    plain,
  ),
);

test("every record reads back as it was, and is written the same again", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const line = encodeCase(record);
      const read = decodeCase(Buffer.from(line), "cases.jsonl:1");
      assert.equal(read, record);
      assert.is(encodeCase(read), line);
    }),
  );
});

/** A line as it has always been written. */
const census =
  '{"state":"clean","primaryHeaderCrc":true,"primaryEntriesCrc":true,"backupHeaderCrc":true,' +
  '"backupEntriesCrc":true,"entriesEqual":true,"entriesInsideDisk":true,"entriesOverlap":false}';
const start =
  '{"version":5,"id":"c1:s:t:1:w81+100@0000","index":0,"scenario":"s","target":"t","seed":"1",' +
  '"model":"torn","cuts":[{"point":"w81+100","write":81,"bytes":100,"line":0,"ofWrites":90,' +
  `"step":"copy","region":"","landed":"late","census":${census},"destinations":[]}],`;
const end = '"resumes":1,"targetMs":1,"checksMs":2,"harnessMs":3}';
const outcome = '"verdict":"undecided","class":"it came late","findings":[],"known":false,';
const undecided = start + outcome + end;

function decoded(line: string): CaseRecord {
  return decodeCase(Buffer.from(line), "cases.jsonl:7");
}

test("a stored line is written again byte for byte, its reason as the class", () => {
  const record = decoded(undecided);
  assert.is(record.verdict === "undecided" ? record.reason : "", "it came late");
  assert.not("class" in record);
  assert.equal(record.cuts[0]?.point, { kind: "write", writes: 81, bytes: 100 });
  assert.equal(record.cuts[0]?.disk?.destinations, []);
  assert.is(encodeCase(record), undecided);
});

for (const [what, from, to, message] of [
  [
    "a point that is none",
    '"point":"w81+100"',
    '"point":"x81"',
    'cases.jsonl:7: cuts[0].point: expected a crash point like w523, w81+100 or l4, found "x81"',
  ],
  [
    "half of what a disk has shown",
    ',"destinations":[]',
    "",
    "cases.jsonl:7: cuts[0].destinations: expected census and destinations, or neither of them",
  ],
  ["a reason where it held", '"undecided"', '"held"', "cases.jsonl:7: class: "],
  ["a verdict that is none", '"undecided"', '"open"', "cases.jsonl:7: verdict: "],
  ["an undecided case that is known", '"known":false', '"known":true', "cases.jsonl:7: known: "],
] as const) {
  test(`${what} is damage, and the field is named`, () => {
    const line = undecided.replace(from, to);
    assert.not(line === undecided);
    assert.throws(
      () => decoded(line),
      (error: Error) => error instanceof DecodeError && error.message.startsWith(message),
    );
  });
}

test.run();
