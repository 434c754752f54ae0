import { UsageError } from "../model/errors.js";
import type { PlacedChange } from "./placed-change.js";

/** Which writes may become crash points. */
export interface PointFilter {
  readonly lets: (change: PlacedChange) => boolean;
  /** Every write is run: none stands for others. */
  readonly all: boolean;
  readonly sampleCount: number | undefined;
  /** It names some of the writes. */
  readonly namesWrites: boolean;
  /** Only the last write of each time that the target is in a step. */
  readonly stepEnds: boolean;
  /** Of those that are left the first, second, fourth, eighth and so on. */
  readonly growing: boolean;
  /** Of each place in the target's code the first, the last and some seeded ones. */
  readonly bySite: boolean;
}

/**
 * Crash points of a resume, where nobody says which. What it does first is its recovery; later on
 * it comes to states that other crashes have led to.
 */
export const usualNested = "metadata,growing";

/**
 * Reads `--points`: words joined by commas, all of which must hold. `all`, `metadata`, `gpt`,
 * `step=NAME`, `step-ends`, `region=PART-OF-A-NAME`, `write=A..B:STRIDE`, `growing`, `sample=N`,
 * `sites`. Throws UsageError.
 */
export function parsePoints(text: string | undefined, option = "points"): PointFilter {
  const words = text === undefined ? [] : text.split(",");
  const tests: ((change: PlacedChange) => boolean)[] = [];
  let all = false;
  let stepEnds = false;
  let growing = false;
  let bySite = false;
  let sampleCount: number | undefined;
  for (const word of words) {
    const [name = "", ...rest] = word.split("=");
    const value = rest.join("=");
    if (word === "all") all = true;
    else if (word === "step-ends") [stepEnds, all] = [true, true];
    else if (word === "growing") growing = true;
    else if (word === "sites" && option === "points") bySite = true;
    else if (word === "metadata") {
      tests.push(({ place }) => place.kind === "table" || place.kind === "metadata");
    } else if (word === "gpt") tests.push(({ place }) => place.kind === "table");
    else if (name === "step" && value !== "") tests.push(({ step }) => step === value);
    else if (name === "region" && value !== "") {
      tests.push(({ place }) => place.name.includes(value));
    } else if (name === "write") {
      tests.push(parseRange(word, value, option));
      all = true;
    } else if (name === "sample" && /^[1-9]\d{0,8}$/.test(value)) sampleCount = Number(value);
    else throw malformed(word, option);
  }
  if (bySite && words.includes("all")) {
    throw new UsageError(`--${option}: "all" and "sites" can't be joined: leave one of them out`);
  }
  return {
    lets: (change) => tests.every((test) => test(change)),
    namesWrites: stepEnds || tests.length > 0,
    ...{ all, sampleCount, stepEnds, growing, bySite },
  };
}

function parseRange(
  word: string,
  value: string,
  option: string,
): (change: PlacedChange) => boolean {
  const match = /^(\d{1,9})(?:\.\.(\d{1,9}))?(?::([1-9]\d{0,8}))?$/.exec(value);
  if (match === null) throw malformed(word, option);
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  const stride = Number(match[3] ?? 1);
  return ({ number }) => number >= first && number <= last && (number - first) % stride === 0;
}

function malformed(word: string, option: string): UsageError {
  return new UsageError(
    `--${option}: "${word}" is none of all, metadata, gpt, step=NAME, step-ends, ` +
      `region=NAME, write=A..B:STRIDE, growing, sample=N${option === "points" ? ", sites" : ""}`,
  );
}
