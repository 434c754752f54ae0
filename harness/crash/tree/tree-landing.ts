import type { Piece, PowerLoss } from "../../model/power.js";
import { openStream, type Stream } from "../../model/prng.js";
import { gapsBetween, joined, piecesByWrite, type ByteRange } from "../landing.js";
import { settled } from "./settle.js";
import { requireAllowed, requireFits } from "./tree-loss-fits.js";
import type { TreeEpochs } from "./tree-epochs.js";
import { wholeOf, type UnitLanding } from "./unit-landing.js";
import { isData, type Unit } from "./units.js";

/**
 * What a power loss leaves of each unit that was not durable, in order. Throws UsageError where the
 * trace has no such power loss, or the file system does not allow it.
 */
export function landingsOf(epochs: TreeEpochs, loss: PowerLoss, seed: string): UnitLanding[] {
  requireFits(epochs, loss);
  const named = namedLandings(epochs, loss, seed);
  const allowed = settled(epochs, named);
  if (loss.fate.kind !== "subset") requireAllowed(epochs, loss, named, allowed);
  return allowed;
}

/** What a fate says of each open unit, be it allowed or not. */
function namedLandings(epochs: TreeEpochs, loss: PowerLoss, seed: string): UnitLanding[] {
  const landedOf = applyFate(loss, epochs, seed);
  return epochs.openAt(loss).map((place) => {
    const unit = epochs.units[place];
    if (unit === undefined) throw new Error(`there is no unit ${place}`);
    return { place, unit, ranges: landedOf(unit) };
  });
}

type LandedOf = (unit: Unit) => readonly ByteRange[];

function applyFate(
  { writes, fate, device }: PowerLoss,
  epochs: TreeEpochs,
  seed: string,
): LandedOf {
  if (fate.kind === "subset") {
    const label = `power lost after change ${writes} on ${device}, subset ${fate.number}`;
    return tossed(openStream(seed, label), epochs.fileSystem.atomicBytes);
  }
  const named = piecesByWrite(fate.pieces);
  const isOnly = fate.kind === "only";
  return (unit) => {
    const own = named.get(unit.change.number) ?? [];
    const ranges = joined(own.flatMap((piece) => rangesIn(piece, unit)));
    return isOnly ? ranges : gapsBetween(ranges, unit.lengthBytes);
  };
}

/** What a piece names of a unit. A range is of bytes, and says nothing of a size. */
function rangesIn({ range, part }: Piece, unit: Unit): ByteRange[] {
  if (range !== undefined) return isData(unit) ? [range] : [];
  return part === undefined || part === unit.part ? [wholeOf(unit)] : [];
}

/**
 * Each unit, and each block of data, lands by a coin. The coin itself is drawn: where all that
 * follows something lost is lost, a fair one would leave next to nothing.
 */
function tossed(stream: Stream, atomicBytes: number): LandedOf {
  const sides = 2 ** stream.integer(1, 6);
  const lands = (): boolean => stream.integer(1, sides) > 1;
  return (unit) => {
    if (!isData(unit)) return lands() ? [wholeOf(unit)] : [];
    const blocks = blocksOf(unit, atomicBytes);
    if (blocks.length > mostTossed) return lands() ? [wholeOf(unit)] : [];
    return joined(blocks.filter(lands));
  };
}

/** Of more blocks in one write none is lost alone. */
const mostTossed = 64;

/** The parts of a write that lie in one block of its file each. */
export function blocksOf({ change, lengthBytes }: Unit, atomicBytes: number): ByteRange[] {
  const blocks: ByteRange[] = [];
  for (let fromBytes = 0; fromBytes < lengthBytes;) {
    const inside = (change.offsetBytes + fromBytes) % atomicBytes;
    const toBytes = Math.min(fromBytes + atomicBytes - inside, lengthBytes);
    blocks.push({ fromBytes, toBytes });
    fromBytes = toBytes;
  }
  return blocks;
}
