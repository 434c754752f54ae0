import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  applyPowerLoss,
  anyRun,
  contentOf,
  sampleDisk,
  stateAfter,
} from "../../crash/runs.samples.js";
import { trashedBlocks } from "../../crash/torn-sectors.js";
import {
  sampleTrace,
  sampleWrite,
  type SampleStep,
  type SampleTrace,
} from "../../crash/trace.samples.js";
import { formatCut } from "../../model/cut-text.js";
import type { Device, PowerLoss } from "../../model/power.js";
import type { WriteEvent } from "../../model/trace.js";
import { powerPoints, type PowerPlan } from "./power-points.js";

const about = "";
const ordered = { name: "ordered", about, atomicBytes: 512, ordered: true, trashOnTear: false };
const coarse = { ...ordered, name: "coarse", atomicBytes: 4096 };
const trash = { ...ordered, name: "trash", trashOnTear: true };
const volatile = { ...ordered, name: "volatile", ordered: false };
const wild = { ...volatile, name: "wild", trashOnTear: true };
const flush: SampleStep = { kind: "flush" };

function planOf(
  steps: readonly SampleStep[],
  devices: readonly Device[],
  chosen: (write: WriteEvent) => boolean = () => true,
): PowerPlan {
  const { epochs } = sampleTrace(steps);
  const places = epochs.writes.filter(chosen).map(({ number }) => ({ number }));
  return powerPoints(epochs, places, devices, "7f3a");
}

function textsOf(...parts: Parameters<typeof planOf>): string[] {
  return planOf(...parts).points.map(formatCut);
}

/** Writes of one, two and four sectors, then a flush, then one sector. */
const steps = [
  sampleWrite(0, 512, "1"),
  sampleWrite(512, 1024, "2"),
  sampleWrite(4096, 2048, "3"),
  flush,
  sampleWrite(0, 512, "4"),
  flush,
];

test("an ordered device is caught at borders of blocks, all before landed, all behind lost", () => {
  assert.equal(textsOf(steps, [ordered]), [
    "p3.ordered.x2+512-1024.3",
    "p3.ordered.x3+512-2048",
    "p3.ordered.x3+1024-2048",
    "p3.ordered.x3+1536-2048",
  ]);
});

test("borders are those of the disk, not those of the write", () => {
  const unaligned = [sampleWrite(3584, 1024, "1"), sampleWrite(100, 600, "2"), flush];
  assert.equal(textsOf(unaligned, [coarse]), ["p2.coarse.o1+0-512"]);
  assert.equal(textsOf(unaligned, [ordered]), ["p2.ordered.o1+0-512", "p2.ordered.x2+412-600"]);
});

test("what was in flight to a device that makes trash is trash in its first or last block", () => {
  assert.equal(textsOf(steps, [trash]), [
    "p3.trash.o.t1",
    "p3.trash.o1.t2+0-512",
    "p3.trash.x3.t2+512-1024",
    "p3.trash.x3.t3+0-512",
    "p3.trash.t3+1536-2048",
    "p4.trash.t4",
  ]);
});

test("of few writes a device without order leaves each subset, and each torn", () => {
  assert.equal(textsOf(steps, [volatile], ({ number }) => number <= 3).sort(), [
    "p3.volatile.o",
    "p3.volatile.o1",
    "p3.volatile.o2",
    "p3.volatile.o3",
    "p3.volatile.x1",
    "p3.volatile.x2",
    "p3.volatile.x2+0-512",
    "p3.volatile.x2+512-1024",
    "p3.volatile.x3",
    "p3.volatile.x3+0-512",
    "p3.volatile.x3+1536-2048",
    "p3.volatile.x3+512-2048",
  ]);
});

test("only chosen writes are varied; the others all land or are all lost", () => {
  assert.equal(
    textsOf(steps, [volatile], ({ number }) => number === 1),
    ["p3.volatile.o", "p3.volatile.x1", "p3.volatile.o1"],
  );
  assert.equal(
    textsOf(steps, [ordered], ({ number }) => number === 2),
    ["p3.ordered.x2+512-1024.3"],
  );
  assert.equal(
    textsOf(steps, [ordered, volatile], () => false),
    [],
  );
});

const eight = Array.from({ length: 8 }, (_, index) => sampleWrite(index * 512, 512, "x"));

test("of many writes a device without order leaves the classes and seeded subsets", () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  const texts = textsOf([...eight, flush], [volatile]);
  assert.equal(
    texts.filter((text) => text.startsWith("p8.")),
    [
      "p8.volatile.o",
      ...numbers.map((number) => `p8.volatile.x${number}`),
      ...numbers.map((number) => `p8.volatile.o${number}`),
      ...[1, 2, 3, 4].map((number) => `p8.volatile.s${number}`),
    ],
  );
});

test("where the target had ended, a lost end is a broken promise, and is listed", () => {
  assert.equal(textsOf(eight.slice(0, 3), [ordered]), ["p3e.ordered.o", "p3e.ordered.x3"]);
  assert.equal(textsOf(eight.slice(0, 1), [volatile]), ["p1e.volatile.o"]);
  assert.equal(
    textsOf([...eight, flush, { kind: "zero", offsetBytes: 0, lengthBytes: 9 }], [ordered]),
    ["p9e.ordered.o"],
  );
});

test("holes are lost whole", () => {
  const hole: SampleStep = { kind: "zero", offsetBytes: 0, lengthBytes: 4096 };
  assert.equal(textsOf([hole, flush], [ordered, trash, volatile]), ["p1.volatile.o"]);
});

test("in order, what a synchronous write makes durable is lost only before it", () => {
  const synchronous = { ...sampleWrite(4096, 512, "s"), synchronous: true };
  const [one, two, three] = [0, 1, 2].map((index) => sampleWrite(index * 1024, 1024, "x"));
  if (one === undefined || two === undefined || three === undefined) throw new Error();
  const mixed = [one, synchronous, two, synchronous, three, flush];
  assert.equal(textsOf(mixed, [ordered]), [
    "p1.ordered.x1+512-1024",
    "p3.ordered.x3+512-1024",
    "p5.ordered.x5+512-1024",
  ]);
  const texts = textsOf(mixed, [volatile]);
  assert.equal(
    texts.filter((text) => text.startsWith("p3.")),
    [
      "p3.volatile.o",
      "p3.volatile.x1",
      "p3.volatile.x3",
      "p3.volatile.x1+512-1024",
      "p3.volatile.x1+0-512",
      "p3.volatile.x3+512-1024",
      "p3.volatile.x3+0-512",
    ],
  );
  assert.equal(
    texts.filter((text) => text.startsWith("p2.")),
    ["p2.volatile.x1", "p2.volatile.x1+512-1024", "p2.volatile.x1+0-512"],
  );
  assert.ok(texts.includes("p5.volatile.x1"));
});

test("what is left out of a great epoch is counted, and the choice is seeded", () => {
  const many = Array.from({ length: 250 }, (_, index) => sampleWrite(index * 1024, 1024, "x"));
  const { points, leftOutCount } = planOf([...many, flush], [ordered]);
  assert.is(points.length, 100);
  assert.is(leftOutCount, 150);
  assert.equal(planOf([...many, flush], [ordered]).points, points);
  const texts = points.map(formatCut);
  assert.is(texts[0], "p250.ordered.o1+0-512");
  assert.is(texts.at(-1), "p250.ordered.x250+512-1024");
  const inAnyOrder = planOf([...many, flush], [volatile]);
  const inside = inAnyOrder.points.filter(({ writes }) => writes < 250);
  const pairs = (249 * 248) / 2;
  assert.ok(inside.length > 0 && inside.length <= 98 * 4);
  assert.is(inAnyOrder.leftOutCount, 150 * 4 + pairs - inside.length);
});

const devices = [ordered, coarse, trash, volatile, wild];
const disk = sampleDisk();

test("points are in order of position, none twice, and every one fits its trace", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const { bytes, epochs } = sampleTrace(run);
      const { points } = planOf(run, devices);
      const texts = points.map(formatCut);
      assert.is(new Set(texts).size, texts.length);
      assert.equal(
        points,
        [...points].sort((a, b) => a.writes - b.writes),
      );
      for (const loss of points) {
        const device = devices.find(({ name }) => name === loss.device) ?? volatile;
        disk.resetToBase();
        applyPowerLoss(disk, bytes, epochs, loss, device, "7f3a");
      }
    }),
  );
});

test("an ordered device leaves a prefix, the next write torn at a border of blocks", () => {
  fc.assert(
    fc.property(anyRun, fc.constantFrom(ordered, coarse, trash), (run, device) => {
      const trace = sampleTrace(run);
      for (const loss of planOf(run, [device]).points) {
        disk.resetToBase();
        applyPowerLoss(disk, trace.bytes, trace.epochs, loss, device, "7f3a");
        const image = contentOf(disk);
        assert.ok(isTornPrefix(trace, image, loss, device), formatCut(loss));
      }
    }),
  );
});

/** Whether the image is a prefix and a part of the next write, but for the bytes in trash. */
function isTornPrefix(
  trace: SampleTrace,
  image: Buffer,
  loss: PowerLoss,
  { atomicBytes }: Device,
): boolean {
  const { epochs } = trace;
  const masked = (content: Buffer): Buffer => {
    for (const { startBytes, endBytes } of trashedBlocks(epochs.writes, loss, { atomicBytes })) {
      content.fill(0, startBytes, endBytes);
    }
    return content;
  };
  const expected = masked(image);
  for (let count = epochs.durableCount(loss, { ordered: true }); count <= loss.writes; count += 1) {
    const next = epochs.writes[count];
    const { offsetBytes = 0, lengthBytes = 0 } = next?.change === "data" ? next : {};
    const borders = [0];
    const first = atomicBytes - (offsetBytes % atomicBytes);
    for (let border = first; border < lengthBytes; border += atomicBytes) borders.push(border);
    const states = borders.map((border) => masked(stateAfter(disk, trace, count, border)));
    if (states.some((state) => state.equals(expected))) return true;
  }
  return false;
}

test.run();
