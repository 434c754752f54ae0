import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatCut, parseCut } from "./cut-text.js";
import type { Fate, PowerLoss } from "./power.js";
import { anyCut } from "./cuts.samples.js";
import type { CrashPoint } from "./trace.js";

test("every cut reads back as it was, and needs no quoting in a shell", () => {
  fc.assert(
    fc.property(anyCut, (cut) => {
      const text = formatCut(cut);
      assert.equal(parseCut(text), cut, text);
      assert.match(text, /^[A-Za-z0-9:,+@/.-]+$/);
    }),
    { numRuns: 1000 },
  );
});

function power(writes: number, fate: Fate, more: Partial<PowerLoss> = {}): PowerLoss {
  return { kind: "power", writes, ended: false, device: "volatile", fate, trash: [], ...more };
}

const frozen: readonly (readonly [string, CrashPoint])[] = [
  ["w0", { kind: "write", writes: 0, bytes: 0 }],
  ["w81+100", { kind: "write", writes: 81, bytes: 100 }],
  ["l4", { kind: "line", line: 4 }],
  ["i42", { kind: "interrupt", writes: 42, signal: "INT" }],
  ["i42+3", { kind: "interrupt", writes: 42, signal: "INT", againAfter: 3 }],
  ["i42.term", { kind: "interrupt", writes: 42, signal: "TERM" }],
  ["i42+3.hup", { kind: "interrupt", writes: 42, signal: "HUP", againAfter: 3 }],
  ["p523.volatile", power(523, { kind: "lost", pieces: [] })],
  [
    "p523.volatile.x12-14.16",
    power(523, { kind: "lost", pieces: [12, 13, 14, 16].map((write) => ({ write })) }),
  ],
  ["p9e.volatile.o", power(9, { kind: "only", pieces: [] }, { ended: true })],
  [
    "p9.ordered-512.o7-8.9+0-512.t9+512-1024",
    power(
      9,
      {
        kind: "only",
        pieces: [{ write: 7 }, { write: 8 }, { write: 9, range: { fromBytes: 0, toBytes: 512 } }],
      },
      {
        device: "ordered-512",
        trash: [{ write: 9, range: { fromBytes: 512, toBytes: 1024 } }],
      },
    ),
  ],
  ["p40.volatile.s3", power(40, { kind: "subset", number: 3 })],
  [
    "p41.posix.x38+data.39.40+removal",
    power(
      41,
      {
        kind: "lost",
        pieces: [{ write: 38, part: "data" }, { write: 39 }, { write: 40, part: "removal" }],
      },
      { device: "posix" },
    ),
  ],
  [
    "p40.trash.t40",
    power(40, { kind: "lost", pieces: [] }, { device: "trash", trash: [{ write: 40 }] }),
  ],
];

for (const [text, cut] of frozen) {
  test(`cuts are frozen: ${text}`, () => {
    assert.is(formatCut(cut), text);
    assert.equal(parseCut(text), cut);
  });
}

const malformed = [
  "",
  "w",
  "w01",
  "w1+0",
  "w1+",
  "l0",
  "i0",
  "i42+0",
  "i42+",
  "i42.int",
  "i42.kill",
  "i42.term+3",
  "p",
  "p5",
  "p5.",
  "p05.volatile",
  "p5.Volatile",
  "p5.4k",
  "p5.volatile.",
  "p5.volatile.x",
  "p5.volatile.x0",
  "p5.volatile.x4-3",
  "p5.volatile.x4+512-512",
  "p5.volatile.x4+512",
  "p5.volatile.x4+512-256",
  "p5.volatile.x3.o4",
  "p5.volatile.x4+bytes",
  "p5.volatile.x4-5+data",
  "p5.volatile.x4+data+size",
  "p5.volatile.s",
  "p5.volatile.s1.2",
  "p5.volatile.t",
  "p5.volatile.t3.x4",
  "p5.volatile.x1-999999999",
  "p5.volatile.x1-700000.1-700000",
  "p5e.volatile.x3 ",
  "P5.volatile",
];

for (const text of malformed) {
  test(`malformed cut "${text}" is refused`, () => assert.is(parseCut(text), undefined));
}

test.run();
