import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Epochs } from "../../crash/epoch.js";
import { landingsOf } from "../../crash/landing.js";
import { sampleTrace, sampleWrite, type SampleStep } from "../../crash/trace.samples.js";
import { formatCut } from "../../model/cut-text.js";
import type { Device } from "../../model/power.js";
import { powerPoints, type PowerPlan } from "./power-points.js";

const volatile: Device = {
  name: "volatile",
  about: "",
  atomicBytes: 512,
  ordered: false,
  trashOnTear: false,
};
const flush: SampleStep = { kind: "flush" };

/** Writes of one sector each, to places of their own. A letter each: cached, synchronous, flush. */
function stepsOf(letters: string): SampleStep[] {
  return Array.from(letters, (letter, index) =>
    letter === "f"
      ? flush
      : { ...sampleWrite(index * 512, 512, letter), synchronous: letter === "s" },
  );
}

function planOf(
  letters: string,
  isChosen: (number: number) => boolean = () => true,
): PowerPlan & { epochs: Epochs; texts: string[] } {
  const { epochs } = sampleTrace(stepsOf(letters));
  const places = epochs.writes.filter(({ number }) => isChosen(number));
  const plan = powerPoints(epochs, places, [volatile], "7f3a");
  return { ...plan, epochs, texts: plan.points.map(formatCut) };
}

function textsAt(texts: readonly string[], writes: number): string[] {
  return texts.filter((text) => text.startsWith(`p${writes}.`));
}

test("in a great epoch a write is lost while a later one landed and the rest was not made", () => {
  const { texts } = planOf(`${"c".repeat(16)}f`);
  assert.ok(texts.includes("p3.volatile.x2"));
  assert.equal(textsAt(texts, 1), []);
  assert.equal(textsAt(texts, 2), ["p2.volatile.x1"]);
  assert.equal(textsAt(texts, 3), ["p3.volatile.x2", "p3.volatile.x1"]);
  const nine = textsAt(texts, 9);
  assert.equal(nine.slice(0, 3), ["p9.volatile.x8", "p9.volatile.x1", "p9.volatile.x7"]);
  assert.match(nine[3] ?? "", /^p9\.volatile\.x[2-6]$/);
  assert.is(nine.length, 4);
  assert.is(textsAt(texts, 16).length, 1 + 16 + 16 + 4);
});

test("pairs that are not run are counted, those of an exhausted epoch are all run", () => {
  const { leftOutCount, points } = planOf(`${"c".repeat(16)}f`);
  const inside = points.filter(({ writes }) => writes < 16);
  assert.is(inside.length, 1 + 2 + 3 + 11 * 4 + 4 - 4);
  assert.is(leftOutCount, (15 * 14) / 2 - inside.length);
  assert.is(planOf("cccccf").leftOutCount, 0);
  assert.equal(
    planOf("cccccf").points.filter(({ writes }) => writes < 5),
    [],
  );
});

test("only chosen writes are lost before only chosen ones", () => {
  const { texts } = planOf(`${"c".repeat(20)}f`, (number) => number % 3 === 0);
  assert.equal(textsAt(texts, 5), []);
  assert.equal(textsAt(texts, 6), ["p6.volatile.x3"]);
  assert.equal(textsAt(texts, 9), ["p9.volatile.x6", "p9.volatile.x3"]);
});

test("what was cached is lost just before and right after each synchronous write", () => {
  const { texts } = planOf("cssf");
  assert.ok(texts.includes("p2.volatile.x1"));
  assert.equal(texts, ["p1.volatile.o", "p2.volatile.x1", "p3.volatile.x1"]);
  const { texts: mixed } = planOf("scscc");
  assert.equal(mixed.slice(0, 2), ["p2.volatile.x2", "p3.volatile.x2"]);
  assert.ok(mixed.slice(2).every((text) => text.startsWith("p5e.")));
});

test("next to a synchronous write in a great epoch all is lost, or one, or some of it", () => {
  const { texts } = planOf("ccccccccsccsc");
  assert.equal(textsAt(texts, 9).slice(0, 4), [
    "p9.volatile.o",
    "p9.volatile.x8",
    "p9.volatile.x1",
    "p9.volatile.x7",
  ]);
  const beforeSecond = textsAt(texts, 11);
  for (const fate of ["o", "x10", "x11", "x10-11", "x1"]) {
    assert.ok(beforeSecond.includes(`p11.volatile.${fate}`), fate);
  }
});

test("very many synchronous writes make a bounded number of losses, in little time", () => {
  const many = `${"s".repeat(25)}c`.repeat(200);
  const before = process.cpuUsage();
  const { points, leftOutCount } = planOf(`${many}f`);
  assert.ok(process.cpuUsage(before).user < 2_000_000);
  assert.ok(points.length < 3000, `${points.length} losses`);
  assert.ok(leftOutCount > 100_000, `${leftOutCount} left out`);
});

/** What is on the disk: the numbers of the writes that landed, of all in the trace. */
function imagesOf(letters: string): Set<string> {
  const { epochs, points } = planOf(letters);
  return new Set(
    points.map((loss) => {
      const durable = epochs.durableCount(loss, volatile);
      const landed = landingsOf(epochs, loss, volatile, "7f3a")
        .filter(({ ranges }) => ranges.length > 0)
        .map(({ write }) => write.number);
      return [...prefix(durable), ...landed].join(" ");
    }),
  );
}

function prefix(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** By the words of the model alone: every image that a power loss at any position can leave. */
function reachableImages(letters: string): Set<string> {
  const images = new Set<string>();
  let [made, durable]: [string, number] = ["", 0];
  for (const letter of letters) {
    if (letter === "f") {
      durable = made.length;
      continue;
    }
    made += letter;
    const open = prefix(made.length).slice(durable);
    const isSafe = (number: number): boolean => made[number - 1] === "s";
    for (let mask = 0; mask < 2 ** open.length; mask += 1) {
      const kept = open.filter((number, index) => isSafe(number) || (mask & (1 << index)) !== 0);
      images.add([...prefix(durable), ...kept].join(" "));
    }
  }
  return images;
}

const epoch = fc
  .array(fc.constantFrom("c", "s"), { maxLength: 9 })
  .map((letters) => letters.join(""))
  .filter((letters) => letters.replaceAll("s", "").length <= 5);
const smallTrace = fc.array(epoch, { maxLength: 4 }).map((epochs) => epochs.join("f"));

test("of small epochs with any synchronous writes all that can be left is among the points", () => {
  fc.assert(
    fc.property(smallTrace, fc.boolean(), (epochs, flushed) => {
      const letters = flushed ? `${epochs}f` : epochs;
      const writes = letters.replaceAll("f", "").length;
      const killed = new Set(prefix(writes + 1).map((count) => prefix(count - 1).join(" ")));
      const images = imagesOf(letters);
      const reachable = reachableImages(letters);
      for (const image of reachable) {
        if (!killed.has(image)) assert.ok(images.has(image), `${letters} never leaves "${image}"`);
      }
      for (const image of images) assert.ok(reachable.has(image), `${letters}: "${image}"`);
    }),
  );
});

test.run();
