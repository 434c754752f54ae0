import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseOrder } from "../case/case-order.js";
import { after, reasonOf, run, verdictOf } from "./runs.samples.js";

test("a resume that hangs and changes nothing is a finding, and is not run again", async () => {
  const { records } = await run("hangs-on-resume", [[after(1)]]);
  assert.is(records[0]?.verdict, "violated");
  assert.ok(records[0]?.findings.some((each) => each.class === "hung"));
  const limitMs = 2000;
  assert.ok((records[0]?.targetMs ?? Infinity) < 2 * limitMs, `${records[0]?.targetMs} ms`);
});

test("forgotten scratch files are wrong without a crash, and said once", async () => {
  const { golden, records } = await run("leaves-scratch", [[after(1)]]);
  assert.ok(golden?.findings.some(({ checker }) => checker === "scratch"));
  assert.is(records[0]?.verdict, "held");
});

test("a process that leaves the group and writes on is named", async () => {
  const { records, golden } = await run("leaves-a-daemon", [[after(2)]]);
  const findings = [...(golden?.findings ?? []), ...(records[0]?.findings ?? [])];
  assert.ok(
    findings.some(({ checker }) => checker === "processes"),
    JSON.stringify(findings),
  );
});

test("a short-lived helper outside of the group is found at every cut in its writes", async () => {
  const { records } = await run("escapes-briefly", [[after(2)], [after(3)], [after(4)]]);
  for (const { findings } of records) {
    assert.ok(findings.some((each) => each.class === "escaped writer"));
  }
});

test("a target that tries again for ever is killed by the time limit", async () => {
  const { end } = await run("tries-for-ever", [[after(1)]]);
  assert.match(reasonOf(end), /did not end within its time/);
});

test("a target that ignores signals is killed all the same", async () => {
  const { records } = await run("ignores-signals", [[after(2)]]);
  assert.is(records[0]?.verdict, "held");
});

for (const [program, expected] of [
  ["fails-at-once", /exited with 3.*no such thing/],
  ["hangs", /did not end within its time/],
  ["floods-the-log", /output full/],
] as const) {
  test(`${program}: undecided, with the reason`, async () => {
    const { end, records } = await run(program, [[after(1)]]);
    assert.is(end.kind, "undecided");
    assert.match(reasonOf(end), expected);
    assert.equal(records, []);
  });
}

test("a target that writes nothing can't be cut: undecided", async () => {
  const { records, end } = await run("writes-nothing", [[after(1)]]);
  assert.equal(records, []);
  assert.match(reasonOf(end), "the target wrote nothing: there is nothing to crash");
});

test("where a run ends before its planned kill, the recorded one has to do", async () => {
  const planned = (cuts: CrashPoint[], index: number): CaseOrder | undefined =>
    index === 0 ? { kind: "cuts", index, seed: "1", cuts, elseMade: true } : undefined;
  const cuts = [[after(3)], [after(3)]];
  const { records } = await run("writes-less-later", cuts, {}, undefined, planned);
  const [made, live] = records;
  assert.equal([made?.verdict, made?.cuts.map(({ landed }) => landed)], ["held", ["landed"]]);
  assert.match(made?.id ?? "", /:w3@/);
  assert.equal(verdictOf(live), ["undecided", "the kill at w3 came late"]);
});

test.run();
