import { test } from "uvu";
import * as assert from "uvu/assert";
import { Epochs } from "../../crash/epoch.js";
import { formatCut } from "../../model/cut-text.js";
import type { FlushEvent, DiskEvent, WriteEvent } from "../../model/trace.js";
import { flushTrials } from "./flush-trials.js";

const flush: FlushEvent = { kind: "flush", pid: 1, timeUs: 0 };

function write(number: number, synchronous = false): WriteEvent {
  return {
    ...{ kind: "write", number, change: "data", offsetBytes: number * 512, lengthBytes: 512 },
    ...{ pid: 1, timeUs: 0, synchronous, recordAt: 0 },
  };
}

function trialsOf(trace: readonly DiskEvent[]) {
  const epochs = new Epochs(trace);
  const changes = epochs.writes.map(({ number, change }) => {
    const name = number < 3 ? "first" : "second";
    const place = { name, kind: "data" } as const;
    return { number, step: "work", place, likeness: change };
  });
  return flushTrials(epochs, changes, "7f3a");
}

test("each flush is dropped alone, and what it made durable is lost: all, and one by one", () => {
  const trials = trialsOf([write(1), write(2), flush, write(3), write(4), flush]);
  assert.equal(
    trials.map(({ afterWrite, step, regionBefore, regionAfter }) => ({
      ...{ afterWrite, step, regionBefore, regionAfter },
    })),
    [
      { afterWrite: 2, step: "work", regionBefore: "first", regionAfter: "second" },
      { afterWrite: 4, step: "work", regionBefore: "second", regionAfter: "the end" },
    ],
  );
  assert.equal(
    trials.map(({ losses }) => losses.map(formatCut)),
    [
      ["p3", "p4"].flatMap((at) => ["x1-2", "x1", "x2"].map((lost) => `${at}.volatile.f2.${lost}`)),
      ["x3-4", "x3", "x4"].map((lost) => `p4e.volatile.f4.${lost}`),
    ],
  );
});

test("every trial fits its trace: what is lost was cached, once that flush is dropped", () => {
  const events: DiskEvent[] = [];
  for (let number = 1; number <= 60; number += 1) {
    events.push(write(number, number % 7 === 0));
    if (number % 5 === 0) events.push(flush);
  }
  const epochs = new Epochs(events);
  const trials = trialsOf(events);
  assert.is(trials.length, 12);
  for (const loss of trials.flatMap(({ losses }) => losses)) {
    const cached = epochs.cachedWrites(loss, { ordered: false }).map(({ number }) => number);
    const lost = loss.fate.kind === "lost" ? loss.fate.pieces.map((each) => each.write) : [];
    assert.ok(lost.length > 0);
    assert.ok(
      lost.every((number) => cached.includes(number)),
      formatCut(loss),
    );
    const { droppedFlush, ...whole } = loss;
    assert.ok(droppedFlush !== undefined);
    const without = epochs.cachedWrites(whole, { ordered: false }).map(({ number }) => number);
    assert.ok(
      lost.every((number) => !without.includes(number)),
      "the flush is what keeps them",
    );
  }
});

test("a run without a flush has nothing to audit", () => {
  assert.equal(trialsOf([write(1), write(2)]), []);
});

test.run();
