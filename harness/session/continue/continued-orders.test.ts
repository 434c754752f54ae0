import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatCut } from "../../model/cut-text.js";
import { CannotJudge } from "../../model/errors.js";
import { openStream } from "../../model/prng.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import { Following } from "../../runner/workers/following.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { CaseRecord } from "../../store/records.js";
import type { OrderSource } from "../cases/session-plan.js";
import { ExploreOrders } from "../orders/exploration.js";
import { ContinuedOrders } from "./continued-orders.js";
import { withSequel } from "./sequel-of.js";

const request: ExploreRequest = {
  ...{ models: ["kill"], devices: [], seed: "1", depth: 2, nested: "all", flushes: false },
};

function killAt(writes: number): CrashPoint {
  return { kind: "write", writes, bytes: 0 };
}

function golden(pointCount: number): GoldenSummary {
  const points = Array.from({ length: pointCount }, (_, index) => killAt(index + 1));
  const plan = { points, liveWrites: [2, 5] };
  const planned = { kind: "changes", plan, flushes: [] };
  return { writeCount: pointCount, kills: "made", planned } as unknown as GoldenSummary;
}

/** What a case comes to is a matter of its crashes alone. */
function replyTo(order: CaseOrder): CaseReply {
  const cuts: readonly CrashPoint[] = "cuts" in order ? order.cuts : [];
  const id = `${order.kind} ${cuts.map(formatCut).join("-")}`;
  const drawn = openStream(id, "what it leads to");
  const leads = order.kind === "explored" && cuts.length < 2 ? drawn.integer(0, 4) : 0;
  const nested = Array.from({ length: leads }, (_, place) => [...cuts, killAt(place + 1)]);
  const secondsLeftOut = drawn.integer(0, 2);
  const findings = drawn.integer(0, 3) === 0 ? [{ kill: 0 }] : [];
  const verdict = findings.length > 0 ? "violated" : "held";
  const record = { ...order, id, verdict, findings, cuts: cuts.map((point) => ({ point })) };
  return { record, trial: false, nested, secondsLeftOut } as unknown as CaseReply;
}

/**
 * Runs cases on two lanes that take turns as the stream says, until so many are stored. What is
 * under way then is lost, as with a harness that is killed.
 */
function sitting(orders: OrderSource, stored: CaseRecord[], most: number, turns: string): void {
  const stream = openStream(turns, "lanes");
  const lanes = [new Following(), new Following()].map((own) => ({
    own,
    order: undefined as CaseOrder | undefined,
    isDone: false,
  }));
  const made = golden(9);
  let place = 0;
  orders.plannedCount(made);
  while (stored.length < most && lanes.some(({ isDone }) => !isDone)) {
    const lane = stream.pick(lanes);
    if (lane.order === undefined) {
      lane.order = orders.orderAt(place++, made) ?? lane.own.next();
      lane.isDone = lane.order === undefined;
      continue;
    }
    const reply = replyTo(lane.order);
    lane.order = undefined;
    if (!orders.takes(reply)) stored.push(withSequel(reply));
    lane.own.add(orders.follow(reply));
  }
}

function idsOf(stored: readonly CaseRecord[]): string[] {
  return stored.map(({ id }) => id).sort();
}

function wholeRun() {
  const orders = new ExploreOrders(request);
  const stored: CaseRecord[] = [];
  sitting(orders, stored, Infinity, "whole");
  return { stored, notes: orders.notes() };
}

test("wherever and however often a run was stopped: no case is lost, none is run twice", () => {
  const whole = wholeRun();
  assert.ok(whole.stored.length > 15);
  const sittings = fc.array(fc.nat({ max: 12 }), { maxLength: 4 });
  fc.assert(
    fc.property(sittings, fc.string(), (counts, turns) => {
      const stored: CaseRecord[] = [];
      let orders: OrderSource = new ExploreOrders(request);
      for (const count of [...counts, Infinity]) {
        sitting(orders, stored, stored.length + count, turns);
        if (count < Infinity) orders = new ContinuedOrders(new ExploreOrders(request), stored);
      }
      assert.equal(idsOf(stored), idsOf(whole.stored));
      assert.is(new Set(stored.map(({ index }) => index)).size, stored.length);
      assert.equal(orders.notes(), whole.notes);
      const done = new ContinuedOrders(new ExploreOrders(request), stored);
      assert.is(done.plannedCount(golden(9)), stored.length);
      assert.is(done.orderAt(0, golden(9)), undefined);
    }),
  );
});

test("a plan that is another one now is refused, and says where", () => {
  const { stored } = wholeRun();
  const refused = (made: GoldenSummary, records: readonly CaseRecord[]): string => {
    try {
      new ContinuedOrders(new ExploreOrders(request), records).orderAt(0, made);
      return "";
    } catch (error) {
      if (!(error instanceof CannotJudge)) throw error;
      return error.message;
    }
  };
  assert.match(refused(golden(8), stored), /another plan; case \d+ was /);
  const first = stored.filter(({ index }) => index === 4);
  assert.match(refused(golden(2), first), "it has no place for case 4");
  const moved = first.map((record) => ({ ...record, index: 6 }));
  assert.match(refused(golden(9), moved), "case 6 was w4, and would be w6");
});

test.run();
