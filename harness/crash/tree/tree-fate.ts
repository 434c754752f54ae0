import type { Fate, Piece } from "../../model/power.js";
import { gapsBetween, type ByteRange } from "../landing.js";
import { isWhole, type UnitLanding } from "./unit-landing.js";
import { isData } from "./units.js";

/** What was lost, as pieces: a fate of kind "lost" with these leaves the same. */
export function lostPieces(landings: readonly UnitLanding[]): Piece[] {
  return piecesOf(
    landings.map((landing) => ({
      ...landing,
      ranges: gapsBetween(landing.ranges, landing.unit.lengthBytes),
    })),
  );
}

/** What landed of what was at stake, in the fewest pieces: as what was lost, or as what landed. */
export function fateOf(landings: readonly UnitLanding[]): Fate {
  const lost = lostPieces(landings);
  const landed = piecesOf(landings);
  return lost.length <= Math.max(landed.length, 1)
    ? { kind: "lost", pieces: lost }
    : { kind: "only", pieces: landed };
}

function piecesOf(landings: readonly UnitLanding[]): Piece[] {
  const byChange = new Map<number, UnitLanding[]>();
  for (const landing of landings) {
    const { number } = landing.unit.change;
    const own = byChange.get(number);
    if (own === undefined) byChange.set(number, [landing]);
    else own.push(landing);
  }
  return [...byChange].flatMap(([write, own]): Piece[] => {
    if (own.every(isWhole)) return [{ write }];
    return own.flatMap((landing) => piecesOfUnit(write, landing));
  });
}

function piecesOfUnit(write: number, landing: UnitLanding): Piece[] {
  const { unit, ranges } = landing;
  if (isWhole(landing) && unit.part !== undefined) return [{ write, part: unit.part }];
  if (!isData(unit)) return [];
  return ranges.map(({ fromBytes, toBytes }: ByteRange) => ({
    write,
    range: { fromBytes, toBytes },
  }));
}
