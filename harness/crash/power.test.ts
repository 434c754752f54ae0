import fc from "fast-check";
import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseCut } from "../model/cut-text.js";
import { UsageError } from "../model/errors.js";
import type { Device, Fate, Piece, PowerLoss } from "../model/power.js";
import { lostPieces } from "./landing.js";
import { applyOpenWrites } from "./power.js";
import { applyPowerLoss, anyRun, contentOf, sampleDisk, stateAfter } from "./runs.samples.js";
import { sampleTrace, sampleWrite, type SampleStep, type SampleTrace } from "./trace.samples.js";

const volatile: Device = {
  name: "volatile",
  about: "",
  atomicBytes: 512,
  ordered: false,
  trashOnTear: false,
};
const disk = sampleDisk();

const prefix = (trace: SampleTrace, writes: number): Buffer => stateAfter(disk, trace, writes);

function imageOf(
  { bytes, epochs }: SampleTrace,
  loss: PowerLoss,
  { device = volatile, seed = "7f3a" } = {},
): Buffer {
  disk.resetToBase();
  applyPowerLoss(disk, bytes, epochs, loss, device, seed);
  return contentOf(disk);
}

function lossAt(writes: number, fate: Fate, trash: readonly Piece[] = []): PowerLoss {
  return { kind: "power", writes, ended: false, device: "volatile", fate, trash };
}

function parsed(text: string): PowerLoss {
  const cut = parseCut(text);
  if (cut?.kind !== "power") throw new Error(text);
  return cut;
}

/** A run, a position in it, a device, and a number that stands for what happens there. */
const anyLoss = fc
  .tuple(anyRun, fc.nat(), fc.constantFrom(512, 1024, 4096), fc.nat(1_000_000))
  .map(([steps, drawn, atomicBytes, number]) => {
    const trace = sampleTrace(steps);
    const writes = drawn % (trace.epochs.writes.length + 1);
    return { trace, writes, device: { ...volatile, atomicBytes }, number };
  });

test("with nothing lost the image is that of a kill at the same place", () => {
  fc.assert(
    fc.property(anyLoss, ({ trace, writes, device }) => {
      const image = imageOf(trace, lossAt(writes, { kind: "lost", pieces: [] }), { device });
      assert.ok(image.equals(prefix(trace, writes)));
    }),
  );
});

test("with nothing landed the image is that of a kill right after the last flush", () => {
  fc.assert(
    fc.property(anyLoss, ({ trace, writes, device }) => {
      const durable = trace.epochs.durableCount({ writes, ended: false }, device);
      fc.pre(trace.epochs.synchronous.length === 0);
      const image = imageOf(trace, lossAt(writes, { kind: "only", pieces: [] }), { device });
      assert.ok(image.equals(prefix(trace, durable)));
    }),
  );
});

/** What an image may hold in each block: the durable bytes, or those after a later write. */
function assertBlocksAreVersions(
  trace: SampleTrace,
  image: Buffer,
  writes: number,
  { atomicBytes, ordered }: Device,
): void {
  const durable = trace.epochs.durableCount({ writes, ended: false }, { ordered });
  const versions: Buffer[] = [];
  for (let count = durable; count <= writes; count += 1) versions.push(prefix(trace, count));
  for (let at = 0; at < image.length; at += atomicBytes) {
    const block = image.subarray(at, at + atomicBytes);
    const known = versions.some((each) => each.subarray(at, at + atomicBytes).equals(block));
    assert.ok(known, `the block at ${at} was never like that`);
  }
}

test("every block is the durable one or the one after some cached write: seeded subsets", () => {
  fc.assert(
    fc.property(anyLoss, ({ trace, writes, device, number }) => {
      const image = imageOf(trace, lossAt(writes, { kind: "subset", number }), { device });
      assertBlocksAreVersions(trace, image, writes, device);
    }),
    { numRuns: 300 },
  );
});

test("every block is the durable one or the one after some cached write: pieces", () => {
  fc.assert(
    fc.property(anyLoss, ({ trace, writes, device, number }) => {
      const subset = lossAt(writes, { kind: "subset", number });
      const pieces = lostPieces(trace.epochs, subset, device, "7f3a");
      const image = imageOf(trace, lossAt(writes, { kind: "only", pieces }), { device });
      assertBlocksAreVersions(trace, image, writes, device);
    }),
    { numRuns: 300 },
  );
});

test("a seeded subset is the same as the pieces that it loses", () => {
  fc.assert(
    fc.property(anyLoss, ({ trace, writes, device, number }) => {
      const subset = lossAt(writes, { kind: "subset", number });
      const pieces = lostPieces(trace.epochs, subset, device, "7f3a");
      const image = imageOf(trace, subset, { device });
      assert.ok(imageOf(trace, lossAt(writes, { kind: "lost", pieces }), { device }).equals(image));
    }),
  );
});

test("a disk that has the durable writes needs only the others", () => {
  fc.assert(
    fc.property(anyLoss, ({ trace, writes, device, number }) => {
      const subset = lossAt(writes, { kind: "subset", number });
      const image = imageOf(trace, subset, { device });
      prefix(trace, trace.epochs.durableCount(subset, device));
      applyOpenWrites(disk, trace.bytes, trace.epochs, subset, device, "7f3a");
      assert.ok(contentOf(disk).equals(image));
    }),
  );
});

const steps: readonly SampleStep[] = [
  sampleWrite(0, 1024, "a"),
  { kind: "flush" },
  sampleWrite(256, 1024, "b"),
  { ...sampleWrite(2048, 512, "c"), synchronous: true },
  sampleWrite(4096, 2048, "f"),
  { kind: "zero", offsetBytes: 8192, lengthBytes: 1000 },
  sampleWrite(0, 512, "e"),
];
const trace = sampleTrace(steps);

/** Where the image shows the bytes of which write: mark, first byte, byte after. */
function marksOf(text: string): string[] {
  const image = imageOf(trace, parsed(text));
  const runs = image.toString("latin1").matchAll(/([abcef])\1+/g);
  return [...runs].map(({ 0: run, 1: mark = "", index }) => {
    return `${mark} ${index}-${index + run.length}`;
  });
}

test("what an id says is lost or kept, piece by piece", () => {
  assert.equal(marksOf("p2.volatile"), ["a 0-256", "b 256-1280"]);
  assert.equal(marksOf("p2.volatile.x2"), ["a 0-1024"]);
  assert.equal(marksOf("p2.volatile.x2+256-768"), [
    "a 0-256",
    "b 256-512",
    "a 512-1024",
    "b 1024-1280",
  ]);
  assert.equal(marksOf("p4.volatile.o"), ["a 0-1024", "c 2048-2560"]);
  assert.equal(marksOf("p4.volatile.o4+512-1024.4+1536-2048"), [
    "a 0-1024",
    "c 2048-2560",
    "f 4608-5120",
    "f 5632-6144",
  ]);
  assert.equal(marksOf("p6e.volatile.o6"), ["e 0-512", "a 512-1024", "c 2048-2560"]);
});

test("a hole lands whole or not at all", () => {
  const holed = imageOf(trace, parsed("p5.volatile.o5")).subarray(8192, 9192);
  assert.ok(holed.every((byte) => byte === 0));
  const old = imageOf(trace, parsed("p5.volatile.x5")).subarray(8192, 9192);
  assert.ok(old.equals(prefix(trace, 1).subarray(8192, 9192)));
});

test("a block that was changed in part carries what was written into it before", () => {
  const partly = sampleTrace([sampleWrite(0, 512, "a"), sampleWrite(100, 50, "b")]);
  const image = imageOf(partly, parsed("p2.volatile.o2"));
  assert.ok(image.equals(prefix(partly, 2)));
});

test("trash is noise by the seed, in those bytes alone", () => {
  const clean = imageOf(trace, parsed("p4.volatile.x4+512-2048"));
  const text = "p4.volatile.x4+512-2048.t4+512-1024";
  const trashed = imageOf(trace, parsed(text));
  const noise = trashed.subarray(4608, 5120);
  assert.ok(new Set(noise).size > 150);
  assert.ok(imageOf(trace, parsed(text)).equals(trashed));
  const other = imageOf(trace, parsed(text), { seed: "1" }).subarray(4608, 5120);
  assert.not.ok(other.equals(noise));
  clean.copy(trashed, 4608, 4608, 5120);
  assert.ok(trashed.equals(clean));
});

test("a device ruins whole blocks, also where it was writing only a part of one", () => {
  const partly = sampleTrace([sampleWrite(446, 66, "a")]);
  const image = imageOf(partly, parsed("p1.volatile.t1"));
  assert.ok(new Set(image.subarray(0, 446)).size > 150);
  assert.ok(image.subarray(512).equals(prefix(partly, 0).subarray(512)));
});

test("trash without a range covers the whole write, even one that landed", () => {
  const image = imageOf(trace, parsed("p6.volatile.t6"));
  assert.ok(new Set(image.subarray(0, 512)).size > 150);
  assert.is(image[512], "b".charCodeAt(0));
});

test("seeded subsets are frozen, and differ by seed, number, place and device", () => {
  const digest = (text: string, more = {}): string =>
    createHash("sha256")
      .update(imageOf(trace, parsed(text), more))
      .digest("hex")
      .slice(0, 12);
  assert.is(digest("p6.volatile.s1"), "060199a78621");
  const device = { ...volatile, name: "other" };
  const digests = [
    digest("p6.volatile.s1"),
    digest("p6.volatile.s2"),
    digest("p6.volatile.s1", { seed: "8" }),
    digest("p6.volatile.s1", { device }),
  ];
  assert.is(new Set(digests).size, digests.length);
});

const unfit = [
  ["p7.volatile", /"p7\.volatile" does not fit the trace: the trace has 6 writes/],
  ["p5e.volatile", /the target ended after write 6, not after 5/],
  ["p4.volatile.x1", /write 1 was durable by then; the cache holds writes 2 to 4/],
  ["p4.volatile.x5", /write 5 had not been made; the cache holds writes 2 to 4/],
  ["p4.volatile.o9", /there is no write 9 among 6; the cache holds writes 2 to 4/],
  ["p4.volatile.x3", /write 3 was synchronous/],
  ["p0.volatile.x1", /write 1 had not been made; the cache is empty/],
  ["p4.volatile.x4+0-2049", /write 4 has 2048 bytes, and so no part 0-2049/],
  ["p4.volatile.t4+0-2049", /write 4 has 2048 bytes/],
  ["p4.volatile.s1.t1", /write 1 was durable/],
  ["p5.volatile.x5+0-512", /write 5 is a change of kind zero: no parts/],
  ["p5.volatile.t5", /write 5 carries no bytes/],
] as const;

for (const [text, message] of unfit) {
  test(`${text} does not fit its trace, and leaves the disk alone`, () => {
    disk.resetToBase();
    try {
      applyPowerLoss(disk, trace.bytes, trace.epochs, parsed(text), volatile, "7f3a");
      assert.unreachable();
    } catch (error) {
      assert.instance(error, UsageError);
      assert.match((error as Error).message, message);
    }
    assert.equal(disk.pagesNotBase(), []);
  });
}

test.run();
