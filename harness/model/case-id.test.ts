import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatCaseId, parseCaseId, parseSeed, type CaseId } from "./case-id.js";
import { UsageError } from "./errors.js";
import { anyCut } from "./cuts.samples.js";
import type { CrashPoint } from "./trace.js";

const plain = { noNullPrototype: true };
const id: fc.Arbitrary<CaseId> = fc.record(
  {
    scenario: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}(\/[a-z0-9][a-z0-9-]{0,20})?$/),
    target: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    seed: fc.stringMatching(/^[0-9a-f]{1,40}$/),
    cuts: fc.array(anyCut, { minLength: 1, maxLength: 16 }),
    fingerprint: fc.stringMatching(/^[0-9a-f]{4}$/),
  },
  plain,
);

test("every id reads back as it was, and needs no quoting in a shell", () => {
  fc.assert(
    fc.property(id, (original) => {
      const text = formatCaseId(original);
      assert.equal(parseCaseId(text), original);
      assert.match(text, /^[A-Za-z0-9:,+@/.-]+$/);
    }),
  );
});

test("ids are frozen: what was once printed stays readable", () => {
  const cuts: CrashPoint[] = [
    { kind: "write", writes: 523, bytes: 0 },
    { kind: "line", line: 4 },
    { kind: "write", writes: 81, bytes: 100 },
    {
      kind: "power",
      writes: 9,
      ended: true,
      device: "volatile",
      fate: { kind: "lost", pieces: [{ write: 8, range: { fromBytes: 0, toBytes: 512 } }] },
      trash: [],
    },
  ];
  const original = { scenario: "resize", target: "reference", seed: "7f3a", cuts };
  const text = "c1:resize:reference:7f3a:w523,l4,w81+100,p9e.volatile.x8+0-512@9c1e";
  assert.is(formatCaseId({ ...original, fingerprint: "9c1e" }), text);
});

for (const [text, part] of [
  ["", /version ""/],
  ["c2:resize:reference:7f3a:w1@9c1e", /version "c2"/],
  ["c1:Resize:reference:7f3a:w1@9c1e", /scenario "Resize"/],
  ["c1:resize:../x:7f3a:w1@9c1e", /target/],
  ["c1:resize:reference:xyz:w1@9c1e", /malformed seed "xyz"/],
  ["c1:resize:reference:7f3a:w01@9c1e", /cut "w01"/],
  ["c1:resize:reference:7f3a:w1,@9c1e", /cut ""/],
  ["c1:resize:reference:7f3a:w1", /fingerprint/],
  ["c1:resize:reference:7f3a:w1@9c1e:x", /too many parts/],
] as const) {
  test(`malformed id "${text}" is refused with the part that is wrong`, () => {
    try {
      parseCaseId(text);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, UsageError);
      assert.match((error as Error).message, part);
    }
  });
}

test("a git hash is a seed", () => {
  assert.is(parseSeed("c9c8cca0f1d2e3b4a5968778695a4b3c2d1e0f00").length, 40);
});

test.run();
