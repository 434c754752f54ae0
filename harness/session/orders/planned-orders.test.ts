import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import { ExploreOrders } from "./exploration.js";
import { PlannedOrders } from "./planned-orders.js";

const kill = { kind: "write", writes: 1, bytes: 0 } as const;
const fate = { kind: "all" } as const;
const loss = { kind: "power", writes: 2, ended: false, device: "volatile", fate, trash: [] };
const request: ExploreRequest = {
  ...{ models: ["power"], devices: ["volatile"], seed: "1", depth: 2, nested: "all" },
  flushes: false,
};

function golden(kills: GoldenSummary["kills"]): GoldenSummary {
  const plan = { points: [kill, loss], liveWrites: [1] };
  const planned = { kind: "changes", plan, flushes: [] };
  return { writeCount: 2, kills, planned } as unknown as GoldenSummary;
}

/** A case of these cuts that led to others. */
function reply(index: number, cuts: readonly object[], more: object = {}): CaseReply {
  const record = { index, id: "", verdict: "held", findings: [], cuts: cuts.map(() => ({})) };
  const usual = { trial: false, nested: [], secondsLeftOut: 0 };
  return { ...usual, record: { ...record, ...more } } as unknown as CaseReply;
}

test("the first kill of a step is run live, and made again to crash its resume", () => {
  const orders = new PlannedOrders(request);
  const order = orders.at(0, golden("made"));
  assert.equal(order, { kind: "cuts", index: 0, seed: "1", cuts: [kill], elseMade: true });
  const followers = [{ kind: "explored", index: 2, seed: "1", cuts: [kill] }];
  assert.equal(orders.follow(reply(0, [kill])), followers);
});

test("a kill that leaves state outside of the medium is never made without it", () => {
  const orders = new PlannedOrders(request);
  assert.equal(orders.at(0, golden("live")), { kind: "cuts", index: 0, seed: "1", cuts: [kill] });
  assert.equal(orders.follow(reply(0, [kill])), []);
  assert.is(orders.at(1, golden("live"))?.kind, "explored");
  const nested = [[loss, kill]] as CaseReply["nested"];
  const followers = orders.follow({ ...reply(1, [loss]), nested });
  assert.equal(followers, [{ kind: "cuts", index: 3, seed: "1", cuts: [loss, kill] }]);
});

test("resumes of such kills are not crashed, and it is told how many", () => {
  const countOf = (depth: number, more: object = {}): number => {
    const orders = new ExploreOrders({ ...request, depth });
    orders.orderAt(0, golden("live"));
    orders.orderAt(1, golden("live"));
    orders.takes(reply(0, [kill], more));
    orders.takes(reply(1, [loss]));
    return orders.notes().liveNotNestedCount;
  };
  assert.is(countOf(2), 1);
  assert.is(countOf(1), 0);
  assert.is(countOf(2, { verdict: "undecided" }), 0);
});

test("an index tells the planned case that began it all, and is given once", () => {
  const orders = new PlannedOrders(request);
  orders.at(0, golden("made"));
  orders.at(1, golden("made"));
  const nested = [
    [loss, kill],
    [loss, loss],
  ] as CaseReply["nested"];
  const indexesAfter = (index: number): number[] =>
    orders.follow({ ...reply(index, [loss]), nested }).map((order) => order.index);
  assert.equal(indexesAfter(1), [3, 5]);
  assert.equal(indexesAfter(5), [7, 9]);
});

test("of like crash images only the first is crashed in its resume, live or made", () => {
  const alike = [0, 0, 0];
  const plan = { points: [loss, kill, { ...loss, ended: true }], liveWrites: [1] };
  const planned = { kind: "changes", plan, flushes: [], alike };
  const orders = new PlannedOrders(request);
  const seen = { ...golden("made"), planned } as unknown as GoldenSummary;
  const given = [0, 1, 2].map((place) => orders.at(place, seen)?.isAlike);
  assert.equal(given, [undefined, undefined, true]);
  assert.is(orders.follow(reply(1, [kill]))[0]?.isAlike, true);
});

const points = [1, 2, 3].map((writes) => ({ ...kill, writes }));

for (const depth of [1, 2]) {
  for (const model of ["kill", "power"] as const) {
    test(`depth ${depth}, ${model}: as many are planned as are ordered`, () => {
      for (const writeCount of [0, 1, 3]) {
        const orders = new PlannedOrders({ ...request, models: [model], depth });
        const plan = { points: points.slice(0, writeCount), liveWrites: [1] };
        const planned = { kind: "changes", plan, flushes: [] };
        const made = { ...golden("made"), writeCount, planned } as GoldenSummary;
        let count = 0;
        while (orders.at(count, made) !== undefined) count += 1;
        assert.is(orders.count(made), count);
      }
    });
  }
}

test.run();
