import type { PowerLoss } from "../../model/power.js";
import { modelOf, type CrashPoint } from "../../model/trace.js";
import type { Cuts, Search } from "./search.js";

/**
 * An earlier cut: of a kill or an interrupt any, of a power loss one with the same writes at risk;
 * and a second signal that follows the first one sooner.
 */
export async function earlierCut(search: Search, index: number): Promise<void> {
  const cut = search.best[index];
  if (cut === undefined) return;
  if (cut.kind === "power") {
    if (index === 0 && !cut.ended) await earlierLoss(search, cut);
    return;
  }
  if (modelOf(cut) === "torn") return;
  const at = (position: number): CrashPoint =>
    cut.kind === "line" ? { ...cut, line: position } : { ...cut, writes: position };
  const position = cut.kind === "line" ? cut.line : cut.writes;
  await earliest(search, position - 1, (place) => search.bestWith(index, at(place + 1)));
  await soonerAgain(search, index);
}

async function soonerAgain(search: Search, index: number): Promise<void> {
  const cut = search.best[index];
  if (cut?.kind !== "interrupt" || cut.againAfter === undefined) return;
  await earliest(search, cut.againAfter - 1, (place) =>
    search.bestWith(index, { ...cut, againAfter: place + 1 }),
  );
}

/** Halvings of the range of positions in one go: a case can take seconds. */
const mostHalvings = 12;

/**
 * Looks for the least of `count` candidates that fails; the one after the last is the best now.
 * Tries the first, then halves the range, then the last.
 */
export async function earliest(
  search: Search,
  count: number,
  at: (place: number) => Cuts,
): Promise<void> {
  if (count < 1 || (await search.offer(at(0)))) return;
  let [held, failing] = [count - 1, count];
  while (held > 0 && !search.isKnownToHold(at(held))) held -= 1;
  for (let halving = 0; halving < mostHalvings && failing - held > 1; halving += 1) {
    const middle = Math.floor((held + failing) / 2);
    if (await search.offer(at(middle))) failing = middle;
    else held = middle;
  }
  if (failing - held > 1) await search.offer(at(failing - 1));
}

async function earlierLoss(search: Search, loss: PowerLoss): Promise<void> {
  const { fate, trash, writes } = loss;
  if (fate.kind === "subset") return;
  const least = [...fate.pieces, ...trash].reduce((most, { write }) => Math.max(most, write), 1);
  const places = search.context
    .cachedAt(loss)
    .map(({ number }) => number)
    .filter((number) => number >= least && number < writes);
  await earliest(search, places.length, (place) =>
    search.bestWith(0, { ...loss, writes: places[place] ?? writes }),
  );
}
