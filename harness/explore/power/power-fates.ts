import type { Device, Fate, Piece } from "../../model/power.js";
import { openStream } from "../../model/prng.js";
import type { WriteEvent } from "../../model/trace.js";
import { otherPieces } from "../shrink/lost-pieces.js";
import type { Moment } from "./power-moments.js";
import { edgeBlocksOf, flightsOf, lostPartsOf, pieceOf, type Flight } from "./power-tears.js";

/** What a device did to the open writes of a moment. */
export interface Outcome {
  readonly fate: Fate;
  readonly trash: readonly Piece[];
}

/** All subsets of so many writes are run. */
export const exhaustedWrites = 5;
/** Of more writes, so many seeded ones. */
const seededSubsets = 4;

/**
 * What a device that keeps its order can leave: all up to one of the `varied` writes, which was
 * on its way. A plain prefix is what a kill leaves too, unless the target had ended.
 */
export function outcomesInOrder(
  moment: Moment,
  varied: readonly WriteEvent[],
  device: Device,
): Outcome[] {
  const whole = moment.open.map(({ number }) => ({ write: number }));
  const places = new Map(moment.open.map(({ number }, index) => [number, index]));
  const promised = moment.ended
    ? [whole, whole.slice(-1)].map((lost) => outcome(moment, { kind: "lost", pieces: lost }))
    : [];
  const caught = varied.flatMap((write) => {
    const place = places.get(write.number) ?? 0;
    return flightsOf(write, device).map((flight) => caughtAt(moment, whole, place, write, flight));
  });
  return [...promised, ...caught];
}

function caughtAt(
  { alone }: Moment,
  whole: readonly Piece[],
  place: number,
  write: WriteEvent,
  { landedBytes, trash }: Flight,
): Outcome {
  const landed = landedBytes > 0 ? [pieceOf(write, { fromBytes: 0, toBytes: landedBytes })] : [];
  const untouched = trash?.toBytes !== write.lengthBytes;
  const rest = { fromBytes: landedBytes, toBytes: write.lengthBytes };
  const lost = untouched ? [pieceOf(write, rest)] : [];
  const lostCount = lost.length + whole.length - place - 1;
  const byLost = !alone || lostCount <= place + landed.length;
  return {
    fate: byLost
      ? { kind: "lost", pieces: [...lost, ...whole.slice(place + 1)] }
      : { kind: "only", pieces: [...whole.slice(0, place), ...landed] },
    trash: trash === undefined ? [] : [pieceOf(write, trash)],
  };
}

/**
 * What a device that keeps no order can leave: every subset of a few `varied` writes, the other
 * open ones all landed or all lost; of many the classes none, all but one, only one and seeded
 * subsets; and each of them torn with the rest landed.
 */
export function outcomesInAnyOrder(
  moment: Moment,
  varied: readonly WriteEvent[],
  device: Device,
): Outcome[] {
  const whole = varied.map(({ number }) => ({ write: number }));
  const fates = varied.length <= exhaustedWrites ? subsetsOf(whole) : classesOf(whole);
  for (const write of varied) {
    for (const part of lostPartsOf(write, device)) {
      fates.push({ kind: "lost", pieces: [pieceOf(write, part)] });
    }
  }
  const trashed = device.trashOnTear
    ? varied.flatMap((write) =>
        edgeBlocksOf(write, device.atomicBytes).map((block) => pieceOf(write, block)),
      )
    : [];
  return [
    ...fates.map((fate) => outcome(moment, fate)),
    ...trashed.map((piece) => ({ fate: allLanded, trash: [piece] })),
  ];
}

const allLanded: Fate = { kind: "lost", pieces: [] };

function subsetsOf(whole: readonly Piece[]): Fate[] {
  return Array.from({ length: 2 ** whole.length }, (_, mask) => {
    const pieces = whole.filter((_piece, index) => (mask & (1 << index)) !== 0);
    return [{ kind: "lost", pieces } as const, { kind: "only", pieces } as const];
  }).flat();
}

function classesOf(whole: readonly Piece[]): Fate[] {
  return [
    { kind: "only", pieces: [] },
    ...whole.map((piece) => ({ kind: "lost", pieces: [piece] }) as const),
    ...whole.map((piece) => ({ kind: "only", pieces: [piece] }) as const),
    ...Array.from({ length: seededSubsets }, (_, index) => {
      return { kind: "subset", number: index + 1 } as const;
    }),
  ];
}

/**
 * What shows that a write landed before one that was made earlier: one of the `earlier` writes
 * is lost, all others landed. The last, the first, the second last and a seeded one, each once.
 */
export function outcomesOfOvertaking(
  moment: Moment,
  earlier: readonly WriteEvent[],
  seed: string,
  deviceName: string,
): Outcome[] {
  const count = earlier.length;
  const label = `lost before ${moment.writes} on ${deviceName}`;
  const drawn = count > 3 ? [openStream(seed, label).integer(1, count - 3)] : [];
  const places = new Set([count - 1, 0, Math.max(count - 2, 0), ...drawn]);
  return [...places]
    .flatMap((place) => earlier.slice(place, place + 1))
    .map(({ number }) => outcome(moment, { kind: "lost", pieces: [{ write: number }] }));
}

/** All that was cached is lost; only synchronous writes landed. */
export const noneLanded: Outcome = { fate: { kind: "only", pieces: [] }, trash: [] };

/** How many outcomes one more varied write among many would have added. */
export function outcomesPerWrite(write: WriteEvent, device: Device): number {
  if (device.ordered) return flightsOf(write, device).length;
  const trashed = device.trashOnTear ? edgeBlocksOf(write, device.atomicBytes).length : 0;
  return 2 + lostPartsOf(write, device).length + trashed;
}

/**
 * The fate in the fewest pieces: as what was lost, or as what landed. The only cached write next
 * to synchronous ones is told as lost: "none landed" would not be the whole truth.
 */
function outcome({ open, alone, settled }: Moment, fate: Fate): Outcome {
  if (fate.kind === "subset") return { fate, trash: [] };
  const { kind, pieces } = fate;
  const mustBeLost = !alone || (settled && open.length === 1);
  const surelyFewest = pieces.length * 2 < open.length;
  if (surelyFewest && (kind === "lost" || !mustBeLost)) return { fate, trash: [] };
  const others = otherPieces(pieces, open);
  const lost = kind === "lost" ? pieces : others;
  const landed = kind === "only" ? pieces : others;
  const byLost = mustBeLost || lost.length <= landed.length;
  const fewest: Fate = byLost ? { kind: "lost", pieces: lost } : { kind: "only", pieces: landed };
  return { fate: fewest, trash: [] };
}
