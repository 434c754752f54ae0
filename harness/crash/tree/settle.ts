import type { ByteRange } from "../landing.js";
import { LostBlocks, SharedBlocks } from "./lost-blocks.js";
import type { TreeEpochs } from "./tree-epochs.js";
import { isWhole, wholeOf, type UnitLanding } from "./unit-landing.js";
import { isData, type Unit } from "./units.js";

/**
 * What a file system leaves where so much has landed: what can't be there without something that
 * was lost is lost too. What it allows stays as it is.
 */
export function settled(epochs: TreeEpochs, landings: readonly UnitLanding[]): UnitLanding[] {
  const lost = new Set<number>();
  const gaps = new LostBlocks(epochs.fileSystem.atomicBytes);
  return landings.map((landing) => {
    const { place, unit } = landing;
    const needs = epochs.requirements[place]?.needs ?? [];
    const stays = needs.every((need) => !lost.has(need));
    const ranges = stays ? possibleRanges(epochs, landing, gaps) : [];
    const result = { ...landing, ranges };
    if (!isWhole(result)) lost.add(place);
    gaps.note(unit, ranges);
    return result;
  });
}

/**
 * The least that has landed where so much has: what that needs landed too, and of what was not
 * synced nothing else.
 */
export function withNeeds(epochs: TreeEpochs, landings: readonly UnitLanding[]): UnitLanding[] {
  const wanted = new Set<number>();
  const shared = new SharedBlocks(epochs.fileSystem.atomicBytes);
  const result = landings.toReversed().map((landing) => {
    const { place, unit } = landing;
    const isWanted = wanted.has(place) || shared.touches(unit);
    const ranges = isWanted ? [wholeOf(unit)] : landing.ranges;
    if (ranges.length > 0) {
      for (const need of epochs.requirements[place]?.needs ?? []) wanted.add(need);
      shared.note(unit, ranges);
    }
    return { ...landing, ranges };
  });
  return result.reverse();
}

/** Of what landed of a unit, what can be there: whole blocks, in order where a file grows so. */
function possibleRanges(
  { fileSystem }: TreeEpochs,
  { unit, ranges }: UnitLanding,
  gaps: LostBlocks,
): readonly ByteRange[] {
  if (!isData(unit) || ranges.length === 0) return ranges;
  const { growsFromBytes, change } = unit;
  const cut = ranges.flatMap((range) =>
    gaps.without(unit, wholeBlocks(unit, range, fileSystem.atomicBytes)),
  );
  if (growsFromBytes === undefined || !fileSystem.growthInOrder) return cut;
  const newFrom = Math.max(growsFromBytes - change.offsetBytes, 0);
  const reached = cut.find(({ fromBytes, toBytes }) => fromBytes <= newFrom && newFrom < toBytes);
  const end = reached?.toBytes ?? newFrom;
  return cut.flatMap(({ fromBytes, toBytes }) =>
    fromBytes < end ? [{ fromBytes, toBytes: Math.min(toBytes, end) }] : [],
  );
}

/** A range without the blocks at its ends that it covers in part only, but for its write's ends. */
function wholeBlocks(
  unit: Unit,
  { fromBytes, toBytes }: ByteRange,
  atomicBytes: number,
): ByteRange {
  const { offsetBytes } = unit.change;
  const up = (atomicBytes - ((offsetBytes + fromBytes) % atomicBytes)) % atomicBytes;
  const down = (offsetBytes + toBytes) % atomicBytes;
  return {
    fromBytes: fromBytes === 0 ? 0 : fromBytes + up,
    toBytes: toBytes === unit.lengthBytes ? toBytes : toBytes - down,
  };
}
