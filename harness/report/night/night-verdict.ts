import type { NightLine } from "../../store/night/night-record.js";

/** What a night has come to. */
export interface NightVerdict {
  readonly verdict: "held" | "violated" | "undecided";
  /** Why it is not decided; empty where it is. */
  readonly why: string;
}

/**
 * The verdict over all turns. A night in which a canary was not caught is not believed, whatever
 * its turns say: what they have found is there, but what they have not found says nothing.
 */
export function nightVerdict(lines: readonly NightLine[]): NightVerdict {
  const canaries = lines.filter((line) => line.kind === "canary");
  const missed = canaries.find(({ result }) => result !== "caught");
  if (missed !== undefined) {
    return { verdict: "undecided", why: `not believed: canary ${missed.target} was not caught` };
  }
  const turns = lines.filter((line) => line.kind === "ended");
  if (turns.some(({ verdict }) => verdict === "violated")) return { verdict: "violated", why: "" };
  const open = turns.find(({ verdict }) => verdict === "undecided");
  if (open !== undefined) {
    return { verdict: "undecided", why: `turn ${open.turn}: ${open.why ?? "undecided"}` };
  }
  if (turns.length === 0) return { verdict: "undecided", why: "no turn was run to its end" };
  if (canaries.length === 0)
    return { verdict: "undecided", why: "not believed: no canary was run" };
  return { verdict: "held", why: "" };
}

/** What came of the canaries. */
export function canaryLines(lines: readonly NightLine[]): string[] {
  const canaries = lines.filter((line) => line.kind === "canary");
  const caught = canaries.filter(({ result }) => result === "caught");
  const others = canaries.filter(({ result }) => result !== "caught");
  return [
    `canaries: ${caught.length} of ${canaries.length} caught`,
    ...others.slice(0, 3).map(({ target, result, why }) => `  ${result}: ${target}: ${why}`),
  ];
}
