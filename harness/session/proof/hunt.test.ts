import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Finding } from "../../model/verdict.js";
import type { Proof } from "../../model/proofs/proof.js";
import type { CaseReply, GoldenSummary } from "../../runner/workers/messages.js";
import { Hunt } from "./hunt.js";
import { KillsByChance } from "./kills-by-chance.js";
import type { BadSubject } from "./proof-subjects.js";

const torn: BadSubject = {
  name: "some-mistake",
  mistake: "it does something wrong",
  expected: { class: ["lost"], checker: "fsck" },
  needs: "torn",
  image: "prove",
  open: () => Promise.reject(new Error("it is not run")),
};
const wanted: Finding = {
  ...{ checker: "fsck", class: "lost", place: "P3" },
  ...{ message: "gone", kill: 0 },
};
const steps = ["preflight", "copy"];
const seeds = { seed: "1", chanceSeed: "27e" };

function golden(findings: Finding[] = []): GoldenSummary {
  const point = (writes: number, bytes: number) => ({ kind: "write" as const, writes, bytes });
  const points = [point(1, 0), point(2, 0), point(0, 512), point(1, 512)];
  const plan = { points, liveWrites: [1] };
  const planned = { kind: "changes", plan, flushes: [] };
  return { writeCount: 2, findings, planned } as unknown as GoldenSummary;
}

/** What the harness says of the n-th case. */
function reply(model: string, findings: readonly Finding[]): CaseReply {
  const [worst] = findings;
  const verdict = worst === undefined ? "held" : "violated";
  const record = {
    id: `id of ${model}`,
    model,
    verdict,
    class: worst?.class,
    findings,
    cuts: [{ point: {} }],
  };
  return { record, nested: [] } as unknown as CaseReply;
}

/** Hunts with one reply for each case, until there is nothing more to run. */
function hunt(bad: BadSubject, replies: readonly CaseReply[], findings: Finding[] = []): Proof {
  const hunt = new Hunt(bad, steps, seeds, ["volatile"]);
  const made = golden(findings);
  hunt.sawGolden(made);
  for (const each of replies) {
    if (hunt.orderAt(made) === undefined) break;
    hunt.sawCase(each);
  }
  return hunt.proof({ kind: "complete" }, false, 1000);
}

const held = reply("kill", []);

test("caught: the expected finding, under the model that it needs; some seeds see it, too", () => {
  const late = [held, held, reply("kill", [wanted])];
  const never = Array.from({ length: 7 }, () => held);
  const replies = [held, held, reply("torn", [wanted]), ...late, ...never];
  const proof = hunt(torn, replies);
  assert.is(proof.result, "caught");
  assert.equal([proof.stateCount, proof.id], [3, "id of torn"]);
  assert.equal(proof.chance, { kind: "tried", seen: 1, of: 10 });
});

test("where kills by chance do not reach it, none are run, and the reason is told", () => {
  const proof = hunt({ ...torn, notByChance: "it is torn" }, [held, held, reply("torn", [wanted])]);
  assert.is(proof.result, "caught");
  assert.equal(proof.chance, { kind: "out of reach", why: "it is torn" });
});

test("missed: nothing was found", () => {
  const proof = hunt(torn, [held, held, held, held]);
  assert.equal([proof.result, proof.why], ["missed", "nothing was found"]);
});

test("missed: another class than the expected one, or another checker", () => {
  const stuck = reply("torn", [{ ...wanted, class: "stuck" }]);
  assert.match(hunt(torn, [held, held, stuck, held]).why, /wrong reason: stuck, seen by fsck/);
  const told = reply("torn", [{ ...wanted, checker: "told" }]);
  assert.is(hunt(torn, [held, held, told, held]).result, "missed");
});

test("any checker will do where none is named, but the place must fit where there is one", () => {
  const expected = { class: ["lost" as const], place: "P3" };
  const one = reply("torn", [{ ...wanted, checker: "told" }]);
  const said = reply("torn", [{ ...wanted, place: "table", message: "P3 is gone" }]);
  const other = reply("torn", [{ ...wanted, place: "P4" }]);
  const bad: BadSubject = { ...torn, expected, notByChance: "it is torn" };
  assert.is(hunt(bad, [held, held, one]).result, "caught");
  assert.is(hunt(bad, [held, held, said]).result, "caught");
  assert.is(hunt(bad, [held, held, other, held]).result, "missed");
});

test("where all writes are crash points, those of resumes are too", () => {
  const { request } = new Hunt({ ...torn, needs: "nested", points: "all" }, steps, seeds, []);
  assert.equal([request.points, request.nested, request.depth], ["all", "all", 2]);
});

test("missed: it needs less than the catalogue says", () => {
  const proof = hunt(torn, [reply("kill", [wanted]), held, reply("torn", [wanted])]);
  assert.is(proof.result, "missed");
  assert.match(proof.why, /lost needs no more than kill/);
});

test("what no seed sees is caught all the same, and counted; seeds without an end are not", () => {
  const caught = [held, held, reply("torn", [wanted])];
  const cases = Array.from({ length: 200 }, () => held);
  const proof = hunt(torn, [...caught, ...cases]);
  assert.equal([proof.result, proof.chance], ["caught", { kind: "tried", seen: 0, of: 10 }]);
  const inTime = hunt(torn, [...caught, ...cases.slice(0, 5)]);
  assert.equal(inTime.chance, { kind: "tried", seen: 0, of: 5 });
});

test("the seeds of kills by chance are drawn from theirs, and differ from target to target", () => {
  const ordersOf = (chanceSeed: string, name: string) => {
    const kills = new KillsByChance(chanceSeed, name, steps);
    return Array.from({ length: 11 }, () => {
      const order = kills.order();
      kills.saw(false);
      return order;
    });
  };
  const orders = ordersOf("27e", "a");
  assert.equal(orders, ordersOf("27e", "a"));
  assert.is(orders.at(-1), undefined);
  const seedsIn = (given: typeof orders) => new Set(given.slice(0, -1).map((each) => each?.seed));
  assert.is(seedsIn(orders).size, 10);
  assert.is(new Set([...seedsIn(orders), ...seedsIn(ordersOf("27e", "b"))]).size, 20);
  assert.is(new Set([...seedsIn(orders), ...seedsIn(ordersOf("27f", "a"))]).size, 20);
});

test("what needs no crash is seen in the uninterrupted runs, or not at all", () => {
  const bad: BadSubject = { ...torn, needs: "none" };
  assert.is(hunt(bad, [], [wanted]).result, "caught");
  assert.is(hunt(bad, []).result, "missed");
});

test("a finding without a crash is not what a target is caught by that needs one", () => {
  const found = [held, held, reply("torn", [wanted]), held, reply("kill", [wanted])];
  const proof = hunt(torn, found, [wanted]);
  assert.is(proof.result, "missed");
  assert.match(proof.why, "without a crash: lost needs no more than none");
});

test("undecided cases leave a target that is not caught undecided", () => {
  const open = reply("kill", []);
  const reason = "a tool is missing";
  const record = { ...open.record, verdict: "undecided", reason } as CaseReply["record"];
  const proof = hunt(torn, [{ ...open, record }, held, held, held]);
  assert.equal([proof.result, proof.why], ["undecided", "id of kill: a tool is missing"]);
});

test.run();
