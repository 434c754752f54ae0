import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { WriteEvent } from "../../model/trace.js";
import type { WatchedCall } from "../../target/sites/watched-calls.js";
import { callsOfSame, callsOfWrites } from "./calls-of-writes.js";

function write(number: number, change: Partial<WriteEvent>): WriteEvent {
  return {
    ...{ kind: "write", number, pid: 1, timeUs: 0, change: "data" },
    ...{ offsetBytes: 0, lengthBytes: 512, synchronous: false, recordAt: 0 },
    ...change,
  };
}

function call(change: Partial<WatchedCall>): WatchedCall {
  const usual = { pid: 1, name: "pwrite64", lengthBytes: 512, offsetBytes: undefined };
  return { ...usual, process: [], stack: [], ...change };
}

test("each thread has its own calls; what came from none is not known", () => {
  const writes = [
    write(1, { pid: 2 }),
    write(2, { pid: 1, offsetBytes: 4096 }),
    write(3, { pid: 0 }),
    write(4, { change: "zero", lengthBytes: 9 }),
    write(5, { change: "size", lengthBytes: 0 }),
  ];
  const calls = [
    call({ offsetBytes: 4096 }),
    call({ pid: 2 }),
    call({ name: "fallocate", lengthBytes: 0 }),
    call({ name: "ftruncate", lengthBytes: 0 }),
  ];
  assert.equal(callsOfWrites(writes, calls), [1, 0, undefined, 2, 3]);
});

test("a call that has left no write is passed over, where offsets tell", () => {
  const calls = [call({ offsetBytes: 0 }), call({ offsetBytes: 512 }), call({ offsetBytes: 8192 })];
  const writes = [write(1, { offsetBytes: 0 }), write(2, { offsetBytes: 8192 })];
  assert.equal(callsOfWrites(writes, calls), [0, 2]);
});

test("however calls are split, and threads take turns, each write finds its own", () => {
  const anyCall = fc.record({
    pid: fc.integer({ min: 1, max: 3 }),
    pieces: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    says: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyCall, { maxLength: 12 }), (drawn) => {
      const writes: WriteEvent[] = [];
      const expected: number[] = [];
      const calls = drawn.map(({ pid, pieces, says }, index) => {
        const from = index * 1000;
        let offsetBytes = from;
        for (const lengthBytes of pieces) {
          writes.push(write(writes.length + 1, { pid, offsetBytes, lengthBytes }));
          expected.push(index);
          offsetBytes += lengthBytes;
        }
        const lengthBytes = offsetBytes - from;
        return call({ pid, lengthBytes, offsetBytes: says ? from : undefined });
      });
      assert.equal(callsOfWrites(writes, calls), expected);
    }),
  );
});

test("another run has the same writes in another order", () => {
  const at = (number: number, sector: number) => write(number, { offsetBytes: sector * 512 });
  const recorded = [at(1, 7), at(2, 8), at(3, 7), at(4, 9)];
  const watched = [at(1, 8), at(2, 7), at(3, 7)];
  assert.equal(callsOfSame(recorded, watched, [10, 11, 12]), [11, 10, 12, undefined]);
});

test.run();
