import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatCut } from "../../model/cut-text.js";
import type { CrashPoint, Interrupt } from "../../model/trace.js";
import type { CaseOrder } from "../case/case-order.js";
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

test("a second signal comes where it is to, SIGTERM and SIGHUP are sent as asked", async () => {
  const [again, term, hup]: Partial<Interrupt>[] = [
    { againAfter: 2 },
    { signal: "TERM" },
    { signal: "HUP" },
  ];
  const points: CrashPoint[][] = [
    [interrupt(2)],
    [{ ...interrupt(2), ...again } as Interrupt],
    [{ ...interrupt(2), ...term } as Interrupt],
    [{ ...interrupt(2), ...hup } as Interrupt],
    [{ ...interrupt(4), ...again } as Interrupt],
  ];
  const { records } = await run("asks-again", points);
  assert.equal(
    records.map((record) => [
      formatCut(record.cuts[0]?.point ?? interrupt(1)),
      record.cuts[0]?.write,
    ]),
    [
      ["i2", 5],
      ["i2+2", 4],
      ["i2.term", 2],
      ["i2.hup", 5],
      ["i4+2", 5],
    ],
  );
  assert.equal(
    records.slice(0, 4).map(({ verdict }) => verdict),
    Array(4).fill("held"),
  );
  assert.equal(verdictOf(records[4]), [
    "undecided",
    "the second signal of i4+2 was not sent: the target had ended after the first",
  ]);
});

test("drawn interrupts land, and one whose second came too late is a single one", async () => {
  const order = (_cuts: CrashPoint[], index: number): CaseOrder => ({
    ...{ kind: "writes", index, seed: String(index), killCount: 2 },
    drawn: { models: ["interrupt"], signals: ["INT", "TERM", "HUP"], most: 2 },
  });
  const { records } = await run(
    "asks-again",
    Array<CrashPoint[]>(8).fill([]),
    {},
    undefined,
    order,
  );
  assert.is(records.length, 8);
  for (const { id, verdict, model, cuts } of records) {
    assert.is(verdict, "held", id);
    assert.is(model, "interrupt", id);
    assert.ok(
      cuts.every(({ landed }) => landed === "landed"),
      id,
    );
  }
});

test.run();
