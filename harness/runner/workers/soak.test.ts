import { closeSync, openSync, writeSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { after, line, reasonOf, run, verdictOf } from "./runs.samples.js";

test("a sound target recovers from every cut, torn and nested ones too", async () => {
  const cuts = [[after(0)], [after(1)], [after(2), after(1)], [after(3, 100)], [line(1), line(2)]];
  const { records, golden, failures } = await run("rewrites-in-place", cuts);
  assert.equal(golden?.writesByStep, { first: 2, second: 2 });
  assert.equal(golden?.findings, []);
  assert.equal(
    records.map((each) => verdictOf(each).join(": ")),
    cuts.map(() => "held: recovered"),
  );
  assert.equal(
    records.map((record) => record.cuts.map(({ step }) => step)),
    [["first"], ["first"], ["first", "first"], ["second"], ["first", "second"]],
  );
  assert.equal(records[3]?.model, "torn");
  assert.equal(failures, false);
});

test("a live kill and the same crash point explored leave the same bytes", async () => {
  const points = [after(1), after(2), after(3), after(4), after(0, 1), after(2, 100)];
  const twice = points.flatMap((point) => [[point], [point]]);
  const { digests, records } = await run(
    "rewrites-in-place",
    twice,
    {},
    undefined,
    ([point], at) =>
      at % 2 === 1 && point?.kind === "write"
        ? { kind: "explored", index: at, seed: "1", cuts: [point] }
        : undefined,
  );
  assert.is(records.length, twice.length);
  for (let index = 0; index < digests.length; index += 2) {
    assert.equal(digests[index], digests[index + 1]);
    assert.is(records[index]?.id, records[index + 1]?.id);
    assert.is(records[index]?.cuts[0]?.step, records[index + 1]?.cuts[0]?.step);
    assert.is(records[index]?.cuts[0]?.region, records[index + 1]?.cuts[0]?.region);
    assert.is(records[index]?.cuts[0]?.line, records[index + 1]?.cuts[0]?.line);
  }
  assert.is(new Set(digests.map(([digest]) => digest)).size, points.length);
});

test("a kill at the first line lands, however soon the target prints it", async () => {
  const { records } = await run(
    "rewrites-in-place",
    Array.from({ length: 20 }, () => [line(1), line(1)]),
  );
  assert.ok(records.every(({ verdict }) => verdict === "held"));
  assert.is(records.length, 20);
});

test("a cut beyond the last write is late, and the case is undecided", async () => {
  const { records } = await run("rewrites-in-place", [[after(99)]]);
  assert.is(records[0]?.verdict, "undecided");
  assert.is(records[0]?.cuts[0]?.landed, "late");
});

test("a target that clears before it copies loses data, and the evidence is kept", async () => {
  const { records, failures } = await run("loses-data", [[after(1)], [after(2)]]);
  assert.equal(verdictOf(records[0]), ["violated", "silently lost"]);
  assert.is(records[1]?.verdict, "held");
  assert.ok(failures);
});

test("a touched bystander is found at the crash", async () => {
  const holds = { always: [], oneOf: [], bystanders: ["B"], keeps: [] };
  const { records } = await run("loses-data", [[after(1)]], { holds });
  assert.ok(records[0]?.findings.some((each) => each.class === "bystander touched"));
});

test("write numbers do not depend on where the target's buffers lie", async () => {
  const { golden, records } = await run("writes-unaligned", [[after(1)], [after(1, 512)]]);
  assert.is(golden?.deterministic, true);
  assert.is(golden?.writeCount, 2);
  assert.equal(
    records.map(({ verdict }) => verdict),
    ["held", "held"],
  );
});

test("a sick base image is undecided, and nothing is blamed on a crash", async () => {
  const { end } = await run("rewrites-in-place", [[after(1)]], {}, (imagePath) => {
    const descriptor = openSync(imagePath, "r+");
    writeSync(descriptor, Buffer.alloc(512), 0, 512, 512);
    closeSync(descriptor);
  });
  assert.match(reasonOf(end), /base image is not healthy.*primary invalid/);
});

test.run();
