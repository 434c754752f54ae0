import { test } from "uvu";
import * as assert from "uvu/assert";
import type { DiskEvent } from "../../model/trace.js";
import { tellingWrites } from "./telling-writes.js";

/** Writes by "offset+length" in sectors, with "!" behind synchronous ones; "flush" between. */
function traceOf(words: readonly string[]): DiskEvent[] {
  let number = 0;
  return words.map((word): DiskEvent => {
    const frame = { pid: 1, timeUs: 0 };
    if (word === "flush") return { kind: "flush", ...frame };
    const [offset = 0, length = 0] = word.replace("!", "").split("+").map(Number);
    number += 1;
    return {
      ...{ kind: "write", change: "data", number, ...frame, recordAt: 0 },
      ...{ offsetBytes: offset * 512, lengthBytes: length * 512, synchronous: word.endsWith("!") },
    };
  });
}

/** So many writes in a row. */
function row(count: number, sectors: number, from = 1000): string[] {
  return Array.from({ length: count }, (_, index) => `${from + index * sectors}+${sectors}`);
}

function tell(...words: string[]): number[] {
  return [...tellingWrites(traceOf(words))].sort((a, b) => a - b);
}

test("of large writes in a row the first one tells", () => {
  assert.equal(tell(...row(9, 64)), [1]);
  assert.equal(tell(...row(3, 64), ...row(3, 64, 5000)), [1, 4]);
});

test("small writes tell, a long row of them does not", () => {
  assert.equal(tell(...row(64, 1)).length, 64);
  assert.equal(tell(...row(65, 1)), [1]);
  assert.equal(tell(...row(65, 9)), [1]);
});

test("one small write in a long row tells", () => {
  assert.equal(tell(...row(99, 64), "7336+1", "7337+64"), [1, 100]);
});

test("writes beside a flush tell, and so do synchronous ones", () => {
  assert.equal(tell(...row(4, 64), "flush", "1256+64", "1320+64"), [1, 4, 5]);
  assert.equal(tell("0+64", "64+64!", "128+64"), [1, 2]);
  assert.equal(tell("flush", "0+64"), [1]);
});

test("a row in which each write is flushed tells as little as one without flushes", () => {
  const each = row(70, 64).flatMap((word) => [word, "flush"]);
  assert.equal(tell(...each), [1]);
});

test("a write that jumps back to what was written before tells", () => {
  assert.equal(tell(...row(80, 1), "0+1", ...row(80, 1, 1080)), [1, 81, 82]);
});

test.run();
