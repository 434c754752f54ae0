import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GoldenSummary } from "../../runner/workers/messages.js";
import { divideDraws, dividePlan, type Division } from "./division.js";
import type { RecordedTimes, SharedPlace } from "./shared-places.js";

const golden = {} as GoldenSummary;

/** Places of which each one is like the first, or like one before it. */
const anyPlaces = fc.array(fc.nat(), { maxLength: 60 }).map((draws) =>
  draws.reduce<SharedPlace[]>((before, draw, place) => {
    const like = before[draw % Math.max(1, 2 * before.length)]?.first;
    const text = draw % 3 === 0 ? "" : `w${place}`;
    return [...before, { first: like ?? place, text, isTrial: false }];
  }, []),
);

const anyTimes = fc.option(
  fc.dictionary(
    fc.integer({ min: 0, max: 60 }).map((each) => `w${each}`),
    fc.nat(1e6),
  ),
  { nil: undefined },
);

function timesOf(recorded: Record<string, number> | undefined): RecordedTimes | undefined {
  return recorded && new Map(Object.entries(recorded));
}

function placesOf(division: Division): number[] {
  const places: number[] = [];
  for (let index = 0; ; index += 1) {
    const place = division.placeAt(index, golden);
    if (place === undefined) return places;
    places.push(place);
  }
}

function dividedAmong(
  count: number,
  places: readonly SharedPlace[],
  times?: RecordedTimes,
  limit = Infinity,
) {
  return Array.from({ length: count }, (_, index) =>
    dividePlan({ places: () => places }, { index: index + 1, count }, limit, times),
  );
}

test("each place of a plan is in one shard, with all that are like it", () => {
  fc.assert(
    fc.property(anyPlaces, anyTimes, fc.integer({ min: 1, max: 9 }), (places, recorded, count) => {
      const shards = dividedAmong(count, places, timesOf(recorded)).map(placesOf);
      const all = shards.flat().sort((one, other) => one - other);
      assert.equal(all, [...places.keys()]);
      for (const shard of shards) {
        assert.ok(shard.every((place) => shard.includes(places[place]?.first ?? -1)));
        assert.equal(
          shard,
          [...shard].sort((one, other) => one - other),
        );
      }
    }),
  );
});

test("a limit of cases is that of the whole run", () => {
  const places = Array.from({ length: 10 }, (_, first) => ({ first, text: "", isTrial: false }));
  const shards = dividedAmong(3, places, undefined, 7);
  assert.equal(shards.flatMap(placesOf).length, 7);
  assert.equal(
    shards.map((shard) => shard.count(golden)),
    [4, 3, 3],
  );
  assert.ok(shards.every((shard) => !shard.isFollowed(golden)));
});

test("trials of an audit are shared, and are no cases", () => {
  const places = Array.from({ length: 6 }, (_, first) => ({ first, text: "", isTrial: first < 4 }));
  const shards = dividedAmong(2, places);
  assert.equal(shards.map(placesOf), [
    [0, 2, 4],
    [1, 3, 5],
  ]);
  assert.equal(
    shards.map((shard) => shard.count(golden)),
    [1, 1],
  );
});

test("recorded times even the shards out", () => {
  const texts = ["w1", "w2", "w3", "w4", "w5"];
  const places = texts.map((text, first) => ({ first, text, isTrial: false }));
  const times = new Map([
    ["w1", 9000],
    ["w2", 3000],
    ["w3", 3000],
    ["w4", 2900],
  ]);
  // w5 was not recorded: it takes as long as the others on average.
  assert.equal(dividedAmong(2, places, times).map(placesOf), [
    [0, 3],
    [1, 2, 4],
  ]);
});

test("drawn cases are shared in turn, with a limit and without", () => {
  const shares = (count: number, limit: number) =>
    Array.from({ length: count }, (_, index) => divideDraws({ index: index + 1, count }, limit));
  assert.equal(shares(3, 7).map(placesOf), [
    [0, 3, 6],
    [1, 4],
    [2, 5],
  ]);
  assert.equal(shares(4, 2).map(placesOf), [[0], [1], [], []]);
  const [endless] = shares(1, Infinity);
  assert.is(endless?.count(golden), undefined);
  assert.is(endless?.placeAt(1e9, golden), 1e9);
});

test.run();
