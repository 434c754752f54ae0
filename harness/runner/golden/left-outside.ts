import type { OutsideSeen } from "../../target/outside/outside.js";

/** What uninterrupted runs do outside of the medium. Plain data. */
export interface GoldenOutside {
  /** What they leave where a reboot keeps it, or where locks are. */
  readonly left: readonly string[];
  /** They write there, so that only a live kill shows what a crash leaves. */
  readonly isUsed: boolean;
}

/** What two uninterrupted runs have shown. */
export function goldenOutside(runs: readonly OutsideSeen[]): GoldenOutside {
  return {
    left: [...new Set(runs.flatMap(({ left }) => left))],
    isUsed: runs.some(({ isUsed }) => isUsed),
  };
}

/** What a run leaves and uninterrupted ones do not: names that differ in digits are one. */
export function leftAnew(left: readonly string[], golden: readonly string[]): string[] {
  const usual = new Set(golden.map(withoutDigits));
  return left.filter((each) => !usual.has(withoutDigits(each)));
}

function withoutDigits(text: string): string {
  return text.replace(/\d+/g, "#");
}

const mostShown = 10;

/** Names in a line; of many the first ones. */
export function namesText(names: readonly string[]): string {
  const more = names.length - mostShown;
  const shown = names.slice(0, mostShown).join(", ");
  return more > 0 ? `${shown}, and ${more} more` : shown;
}

/** What a reader is told of it as the target's work. */
export function outsideWork({ left }: GoldenOutside): string[] {
  return left.length === 0 ? [] : [`leaves outside of the disk: ${namesText(left)}`];
}

/** What a reader is told of how it is explored. */
export function outsideNotices({ isUsed }: GoldenOutside, survives: readonly string[]): string[] {
  if (!isUsed && survives.length === 0) return [];
  const what = isUsed ? "it keeps state outside of the disk" : "files outside of the disk survive";
  return [
    `${what}: kills are run live, with what is there at the kill; ` +
      "power losses, and crashes of a resume, are judged without it",
  ];
}

/** What a reader is told of places that are not kept apart. */
export function notCoveredNotices(places: readonly string[]): string[] {
  if (places.length === 0) return [];
  return [
    `what the target writes to ${namesText(places)} is written to this machine, and not told`,
  ];
}
