import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  chanceOfAtLeast,
  chanceOfAtMost,
  chanceOfLeast,
  chanceOfMost,
  conditionalChances,
  momentsOf,
  openFailures,
  type Stratum,
} from "./conditional.js";
import { holm } from "./holm.js";
import { chanceAmongTwoRuns } from "./lucky-runs.js";
import { chanceAbove, predict, turned } from "./prediction.js";
import { parentsWithout, runsOfEachSide } from "./settle.js";

function near(actual: number, expected: number, message = ""): void {
  const isNear = Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  assert.ok(isNear, `${message} ${actual} is not ${expected}`);
}

const stratum: fc.Arbitrary<Stratum> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.nat(12), fc.nat(12))
  .map(([trials, failures, newTrials]) => ({
    trials,
    failures: Math.min(trials, failures),
    newTrials: Math.min(trials, newTrials),
  }));
const someStrata = fc.array(stratum, { maxLength: 12 });

/** The same by counting: every set of trials of the new run is as likely. */
function byCounting({ trials, failures, newTrials }: Stratum): number[] {
  const counts = new Array<number>(newTrials + 1).fill(0);
  for (let set = 0; set < 2 ** trials; set += 1) {
    const bits = Array.from({ length: trials }, (_, bit) => (set >> bit) & 1);
    if (bits.filter((bit) => bit === 1).length !== newTrials) continue;
    const seen = bits.slice(0, failures).filter((bit) => bit === 1).length;
    counts[seen] = (counts[seen] ?? 0) + 1;
  }
  const all = counts.reduce((sum, each) => sum + each, 0);
  return counts.map((each) => each / all);
}

test("one stratum is as counting every way to share the failures says", () => {
  fc.assert(
    fc.property(stratum, (each) => {
      const { least, chances } = conditionalChances([each]);
      byCounting(each).forEach((chance, seen) =>
        assert.ok(Math.abs((chances[seen - least] ?? 0) - chance) < 1e-12),
      );
    }),
    { numRuns: 60 },
  );
});

test("chances add up, tails fall, and no p-value is below the least or outside 0 to 1", () => {
  fc.assert(
    fc.property(someStrata, (strata) => {
      const row = conditionalChances(strata);
      near(chanceOfAtLeast(row, 0), 1);
      const tails = [...row.chances, 0].map((_, index) => chanceOfAtLeast(row, row.least + index));
      assert.ok(tails.every((p, index) => p >= 0 && p <= (tails[index - 1] ?? 1)));
      const most = row.least + row.chances.length - 1;
      near(chanceOfAtLeast(row, most), chanceOfMost(strata));
      near(chanceOfAtMost(row, row.least), chanceOfLeast(strata));
      near(chanceOfAtLeast(row, most + 1), 0);
      near(chanceOfAtMost(row, most), 1);
    }),
  );
});

test("the order of strata does not matter, and what is above one run is below the other", () => {
  fc.assert(
    fc.property(someStrata, (strata) => {
      const total = strata.reduce((sum, { failures }) => sum + failures, 0);
      const row = conditionalChances(strata);
      const back = conditionalChances(strata.toReversed());
      const others = conditionalChances(
        strata.map((each) => ({ ...each, newTrials: each.trials - each.newTrials })),
      );
      for (let count = 0; count <= total; count += 1) {
        near(chanceOfAtLeast(row, count), chanceOfAtLeast(back, count));
        near(chanceOfAtLeast(row, count), chanceOfAtMost(others, total - count));
      }
    }),
  );
});

test("expected counts are the shares of the failures", () => {
  fc.assert(
    fc.property(someStrata, (strata) => {
      const shares = strata.map((each) => (each.failures * each.newTrials) / each.trials);
      near(
        momentsOf(conditionalChances(strata)).mean,
        shares.reduce((sum, each) => sum + each, 0),
      );
    }),
  );
});

test("Fisher's tea, McNemar's pairs, and ten of seventeen in one of seven", () => {
  near(chanceOfAtLeast(conditionalChances([{ trials: 8, failures: 4, newTrials: 4 }]), 3), 17 / 70);
  const pair = { trials: 2, failures: 1, newTrials: 1 };
  near(chanceOfAtLeast(conditionalChances([pair, pair, pair, pair]), 4), 1 / 16);
  const ofSeven = Array.from({ length: 17 }, () => ({ trials: 7, failures: 1, newTrials: 1 }));
  const row = conditionalChances(ofSeven);
  near(row.chances[10] ?? 0, (19448 * 6 ** 7) / 7 ** 17);
});

test("what failed in all runs leaves nothing open", () => {
  const always = { trials: 2, failures: 2, newTrials: 1 };
  const once = { trials: 2, failures: 1, newTrials: 1 };
  assert.equal(openFailures([always, always, once, once, once], 4), { newRun: 2, all: 3 });
});

test("one more run after 56 to 76: the textbook's t", () => {
  const size = 12_962;
  const parents = [56, 61, 62, 64, 69, 76].map((count) => ({ count, size }));
  const found = predict({ count: 74, size }, parents);
  if (found === undefined) throw new Error("no prediction");
  const mean = 388 / 6;
  const deviation = Math.sqrt(parents.reduce((sum, { count }) => sum + (count - mean) ** 2, 0) / 5);
  near(found.t, (74 - mean) / (deviation * Math.sqrt(7 / 6)));
  near(found.expected, mean);
  assert.ok(Math.abs(chanceAbove(found) - 0.1352266) < 1e-6);
  near(chanceAbove(found) + chanceAbove(turned(found)), 1);
});

test("the t of a run: above alike parents it is infinite, with one parent there is none", () => {
  const parents = [5, 5].map((count) => ({ count, size: 100 }));
  assert.is(predict({ count: 6, size: 100 }, parents)?.t, Infinity);
  assert.is(predict({ count: 5, size: 100 }, parents)?.t, 0);
  assert.is(predict({ count: 5, size: 100 }, parents.slice(1)), undefined);
});

test("the prediction rises with the count, and does not depend on the order of parents", () => {
  const run = fc.record({ count: fc.nat(50), size: fc.integer({ min: 50, max: 90 }) });
  fc.assert(
    fc.property(run, fc.array(run, { minLength: 2, maxLength: 6 }), (now, parents) => {
      const p = (count: number, of: typeof parents) => {
        const found = predict({ ...now, count }, of);
        return found === undefined ? NaN : chanceAbove(found);
      };
      const one = p(now.count, parents);
      assert.ok(one >= 0 && one <= 1);
      assert.ok(p(now.count + 1, parents) <= one + 1e-12);
      assert.ok(Math.abs(one - p(now.count, parents.toReversed())) < 1e-6);
    }),
  );
});

test("Holm's correction, as in the textbook", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((expected, index) => near(adjusted[index] ?? 0, expected));
  assert.equal(holm([]), []);
});

test("two lucky runs share failures by a beta-binomial distribution", () => {
  near(chanceAmongTwoRuns(10, 10), 840 / 57_120);
  near(chanceAmongTwoRuns(0, 10), 1);
  near(chanceAmongTwoRuns(0, 0), 1);
});

test("how many runs settle it", () => {
  assert.is(runsOfEachSide(0, 3), undefined);
  assert.is(runsOfEachSide(8, 7), 10);
  assert.is(runsOfEachSide(-8, 7), 10);
  assert.is(runsOfEachSide(100, 1), 2);
  assert.is(parentsWithout(1, 0.05), 19);
  assert.is(parentsWithout(2, 0.05), 4);
  assert.is(parentsWithout(10, 0.05), 1);
});

test.run();
