import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import { stepAt, type TraceShape } from "../model/steps.js";
import { chooseCut } from "./choose-cut.js";
import { drawKillCount, drawWantedSteps } from "./soak-orders.js";

const shape: TraceShape = {
  writeCount: 1000,
  lineCount: 6,
  spans: [
    { step: "preflight", firstWrite: 1, lastWrite: 0, firstLine: 1, lastLine: 4 },
    { step: "table", firstWrite: 1, lastWrite: 5, firstLine: 5, lastLine: 5 },
    { step: "copy", firstWrite: 6, lastWrite: 1000, firstLine: 6, lastLine: 6 },
  ],
};

test("a cut lands in the wanted step; a step without writes is cut at a line", () => {
  fc.assert(
    fc.property(fc.constantFrom("preflight", "table", "copy"), fc.string(), (step, label) => {
      const cut = chooseCut(shape, [step], openStream("s", label));
      assert.ok(cut !== undefined && stepAt(shape, cut) === step);
      assert.is(cut.kind, step === "preflight" ? "line" : "write");
    }),
  );
});

test("the first wanted step that is there is taken, and none is undefined", () => {
  const cut = chooseCut(shape, ["missing", "table"], openStream("s", "x"));
  assert.is(cut && stepAt(shape, cut), "table");
  assert.is(chooseCut(shape, ["missing"], openStream("s", "x")), undefined);
  const empty = { writeCount: 0, lineCount: 0, spans: [] };
  assert.is(chooseCut(empty, "writes", openStream("s", "x")), undefined);
});

test("every step gets the first kill of some case in one round", () => {
  const steps = ["a", "b", "c", "d"];
  const firsts = steps.map((_, index) => drawWantedSteps("7f3a", index, 2, steps, undefined)[0]);
  assert.equal(firsts.map((wanted) => wanted?.[0]).sort(), steps);
});

test("a forced step is the only choice of the first kill", () => {
  assert.equal(drawWantedSteps("7f3a", 0, 1, ["a", "b"], "b"), [["b"]]);
});

test("frozen: kill counts of a seed", () => {
  const counts = [0, 1, 2, 3, 4, 5].map((index) =>
    drawKillCount("7f3a", index, { least: 1, most: 4 }),
  );
  assert.equal(counts, [2, 2, 1, 1, 4, 4]);
});

test.run();
