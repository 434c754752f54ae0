import type { Shard } from "../../model/shard.js";
import type { GoldenSummary } from "../../runner/workers/messages.js";
import type { ExploreOrders } from "./exploration.js";
import { placesByTime, placesInTurn, type RecordedTimes } from "./shared-places.js";

/** Which places of a whole run are those of one shard. */
export interface Division {
  /** The place of the shard's case with this index, from 0; undefined when it has no more. */
  placeAt(index: number, golden: GoldenSummary): number | undefined;
  /** How many cases these are, also beyond a limit; undefined where they never end. */
  count(golden: GoldenSummary): number | undefined;
  /** Whether a whole run goes on to what its cases lead to, before it reaches its limit. */
  isFollowed(golden: GoldenSummary): boolean;
}

/** Cases that are drawn one by one: each shard gets one in turn. No limit is Infinity. */
export function divideDraws({ index, count }: Shard, caseLimit: number): Division {
  const placeOf = (turn: number) => index - 1 + turn * count;
  const all = Math.max(0, Math.ceil((caseLimit - (index - 1)) / count));
  return {
    placeAt: (turn) => (turn < all ? placeOf(turn) : undefined),
    count: () => (Number.isFinite(all) ? all : undefined),
    isFollowed: () => true,
  };
}

/** Planned cases, by what was recorded of each where that is given. */
export function dividePlan(
  orders: Pick<ExploreOrders, "places">,
  shard: Shard,
  caseLimit: number,
  times: RecordedTimes | undefined,
): Division {
  let mine: readonly number[] | undefined;
  const placesIn = (golden: GoldenSummary): readonly number[] => {
    const places = () => orders.places(golden);
    mine ??= times ? placesByTime(places(), shard, times) : placesInTurn(places(), shard);
    return mine;
  };
  return {
    placeAt: (index, golden) => {
      const place = placesIn(golden)[index];
      return place === undefined || place >= caseLimit ? undefined : place;
    },
    count: (golden) => {
      const places = orders.places(golden);
      return placesIn(golden).filter((place) => places[place]?.isTrial === false).length;
    },
    isFollowed: (golden) => orders.places(golden).length < caseLimit,
  };
}
