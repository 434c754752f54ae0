import type { Fate, Piece, PowerLoss } from "../../model/power.js";
import { lostInOrder } from "./case-size.js";
import { ddmin } from "./delta-debugging.js";
import { earliest } from "./earlier-cuts.js";
import { byPosition, isWholeChange, lostOf, otherPieces, wholeWrites } from "./lost-pieces.js";
import type { Cuts, Search } from "./search.js";

/** What was lost, or what alone landed. */
type ListedFate = Exclude<Fate, { readonly kind: "subset" }>;

/** Less that a power loss does: less trash, fewer writes lost or reordered, whole ones. */
export async function fewerLosses(search: Search, index: number): Promise<void> {
  await fewerTrashed(search, index);
  if (index === 0) {
    await explicitLoss(search);
    await shorterTail(search);
  }
  await fewerPieces(search, index);
  await wholePieces(search, index);
}

function lossAt(search: Search, index: number): PowerLoss | undefined {
  const cut = search.best[index];
  return cut?.kind === "power" ? cut : undefined;
}

async function fewerTrashed(search: Search, index: number): Promise<void> {
  const loss = lossAt(search, index);
  if (loss === undefined) return;
  await ddmin(loss.trash, (trash) => search.fails(search.bestWith(index, { ...loss, trash })));
}

/** A seeded subset as a list of what it lost. */
async function explicitLoss(search: Search): Promise<void> {
  const loss = lossAt(search, 0);
  if (loss?.fate.kind !== "subset") return;
  const pieces = lostOf(loss, search.context);
  await search.fails(withFate(search, 0, loss, { kind: "lost", pieces }));
}

/**
 * The last writes lost and none reordered: what a missing flush at the end looks like. Before
 * the end that is the same disk as after a kill, so it is only tried where it already is so.
 */
async function shorterTail(search: Search): Promise<void> {
  const loss = lossAt(search, 0);
  if (loss === undefined) return;
  const lost = lostInOrder(loss, search.context);
  if (lost === undefined && !loss.ended) return;
  const cached = search.context.cachedAt(loss);
  const most = lost === undefined ? cached.length : wholeWrites(lost).length;
  const tail = (count: number): Cuts => {
    const pieces = cached.slice(cached.length - count).map(({ number: write }) => ({ write }));
    return withFate(search, 0, loss, { kind: "lost", pieces });
  };
  if (most > 0 && (await search.fails(tail(most)))) {
    await earliest(search, most - 1, (place) => tail(place + 1));
  }
}

/** Delta debugging over what was lost, and over what landed, where the order was not kept. */
async function fewerPieces(search: Search, index: number): Promise<void> {
  const loss = lossAt(search, index);
  if (loss === undefined) return;
  const { context } = search;
  const isOrdered = context.devices.find(({ name }) => name === loss.device)?.ordered === true;
  if (isOrdered || (index === 0 && lostInOrder(loss, context) !== undefined)) return;
  const { fate } = loss;
  if (index > 0) {
    if (fate.kind !== "subset") await fewest(search, index, loss, fate);
    return;
  }
  const listed: ListedFate =
    fate.kind === "subset" ? { kind: "lost", pieces: lostOf(loss, context) } : fate;
  const kept = await fewest(search, index, loss, listed);
  const isOnly = listed.kind === "only";
  if (kept === undefined || (!isOnly && kept.length < 2)) return;
  const pieces = otherPieces(kept, context.cachedAt(loss));
  await fewest(search, index, loss, { kind: isOnly ? "lost" : "only", pieces });
}

/** The fewest pieces of that fate that fail; undefined where all of them do not. */
async function fewest(
  search: Search,
  index: number,
  loss: PowerLoss,
  { kind, pieces }: ListedFate,
): Promise<readonly Piece[] | undefined> {
  const fails = (part: readonly Piece[]): Promise<boolean> =>
    search.fails(withFate(search, index, loss, { kind, pieces: part }));
  const whole = wholeWrites(pieces);
  if (await fails(whole)) return ddmin(whole, fails);
  return (await fails(pieces)) ? ddmin(pieces, fails) : undefined;
}

/** Whole writes instead of parts of them, one after the other. */
async function wholePieces(search: Search, index: number): Promise<void> {
  const fate = lossAt(search, index)?.fate;
  if (fate === undefined || fate.kind === "subset") return;
  for (const { write } of fate.pieces.filter((piece) => !isWholeChange(piece))) {
    const loss = lossAt(search, index);
    if (loss === undefined || loss.fate.kind === "subset") return;
    const others = loss.fate.pieces.filter((piece) => piece.write !== write);
    const pieces = [...others, { write }].sort(byPosition);
    await search.offer(withFate(search, index, loss, { kind: loss.fate.kind, pieces }));
  }
}

function withFate(search: Search, index: number, loss: PowerLoss, fate: ListedFate): Cuts {
  return search.bestWith(index, { ...loss, fate });
}
