import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CrashPoint } from "../../model/trace.js";
import { after, run, verdictOf } from "./runs.samples.js";

const interrupt = (writes: number): CrashPoint => ({ kind: "interrupt", writes, signal: "INT" });

test("ctrl-C is sent where it is to be, and what the target makes of it is judged", async () => {
  const { records, digests, failures } = await run("answers-ctrl-c", [
    [interrupt(1)],
    [after(1)],
    [after(1), interrupt(1)],
    [interrupt(2)],
    [interrupt(3)],
    [interrupt(4)],
    [interrupt(9)],
  ]);
  const [ends, killed, nested, goesOn, hangs, lies, late] = records;

  // It leaves the writes until then, as a kill does.
  assert.equal([...verdictOf(ends), ends?.model], ["held", "recovered", "interrupt"]);
  assert.equal(
    ends?.cuts,
    killed?.cuts.map((cut) => ({ ...cut, point: interrupt(1) })),
  );
  assert.equal(digests[0], digests[1]);
  assert.equal([nested?.verdict, nested?.cuts[1]?.landed], ["held", "landed"]);

  assert.equal(verdictOf(goesOn), ["held", "finished"]);
  assert.equal([goesOn?.cuts[0]?.landed, goesOn?.cuts[0]?.write], ["landed", 5]);

  assert.equal(verdictOf(hangs), ["violated", "hung"]);
  const [hang, ...more] = hangs?.findings ?? [];
  assert.equal([hang?.checker, hang?.kill, more], ["interrupt", 1, []]);
  assert.match(hang?.message ?? "", /after write 3\).* within 2 s, .* since then: 0\)/);

  assert.is(lies?.verdict, "violated");
  assert.equal([...new Set(lies?.findings.map(({ checker }) => checker))], ["durable"]);
  assert.ok(failures);

  assert.equal(verdictOf(late), ["undecided", "the interrupt at i9 came late"]);
});

test.run();
