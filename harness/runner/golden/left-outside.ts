import type { OutsideSeen } from "../../target/outside/outside.js";

/** What uninterrupted runs do outside of the medium. Plain data. */
export interface GoldenOutside {
  /** What each of them leaves where a reboot keeps it, or where locks are. */
  readonly left: readonly (readonly string[])[];
  /** Names the state that each of them leaves there, as a bench does: empty for nothing. */
  readonly ends: readonly string[];
  /** They write there, so that only a live kill shows what a crash leaves. */
  readonly isUsed: boolean;
}

/** What two uninterrupted runs have shown. */
export function goldenOutside(
  runs: readonly { readonly seen: OutsideSeen; readonly end: string }[],
): GoldenOutside {
  return {
    left: runs.map(({ seen }) => seen.left),
    ends: runs.map(({ end }) => end),
    isUsed: runs.some(({ seen }) => seen.isUsed),
  };
}

const mostShown = 10;

/** Names in a line; of many the first ones. */
export function namesText(names: readonly string[]): string {
  const more = names.length - mostShown;
  const shown = names.slice(0, mostShown).join(", ");
  return more > 0 ? `${shown}, and ${more} more` : shown;
}

/** What a reader is told of it as the target's work. */
export function outsideWork({ left }: GoldenOutside, noun: string): string[] {
  const names = [...new Set(left.flat())];
  return names.length === 0 ? [] : [`leaves outside of the ${noun}: ${namesText(names)}`];
}

/** What a reader is told of how it is explored. */
export function outsideNotices(
  { isUsed }: GoldenOutside,
  survives: readonly string[],
  noun: string,
): string[] {
  if (!isUsed && survives.length === 0) return [];
  const outside = `outside of the ${noun}`;
  const what = isUsed ? `it keeps state ${outside}` : `files ${outside} survive`;
  return [
    `${what}: kills are run live, with what is there at the kill; ` +
      "power losses are judged without it",
  ];
}

/** What a reader is told of places that are not kept apart. */
export function notCoveredNotices(places: readonly string[]): string[] {
  if (places.length === 0) return [];
  return [
    `what the target writes to ${namesText(places)} is written to this machine, and not told`,
  ];
}
