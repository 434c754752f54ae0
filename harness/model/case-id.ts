import { UsageError } from "./errors.js";
import { formatCut, parseCut } from "./cut-text.js";
import { sha256 } from "./sha256.js";
import type { CrashPoint } from "./trace.js";

/** What a case id says: everything that is needed to run the case again. */
export interface CaseId {
  readonly scenario: string;
  readonly target: string;
  readonly seed: string;
  /**
   * One cut a kill: the first in the run, each later one in the resume of the one before. None of
   * an uninterrupted run.
   */
  readonly cuts: readonly CrashPoint[];
  /** The first digits of the scenario's fingerprint: a changed scenario is another one. */
  readonly fingerprint: string;
}

const version = "c1";
const word = /^[a-z0-9][a-z0-9-]*$/;
/** Scenarios may lie in folders: regression/some-bug. */
const path = /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)*$/;
const cutLimit = 16;
const uninterrupted = "none";

/**
 * One shell word that needs no quoting: `c1:resize:reference:7f3a:w523,l4,w81+100@9c1e` is
 * version, scenario, target, seed, cuts, fingerprint. `w523` is after write 523, `w81+100` after
 * 81 writes and 100 bytes of the next, `l4` when 4 lines have been printed, `i42` interrupted after
 * write 42; for other interrupts and power loss see `formatCut`. `none` is an uninterrupted run.
 */
export function formatCaseId(id: CaseId): string {
  const cuts = id.cuts.map(formatCut).join(",") || uninterrupted;
  return `${version}:${id.scenario}:${id.target}:${id.seed}:${cuts}@${id.fingerprint}`;
}

/** Reads a case id. Throws UsageError that says which part is wrong. */
export function parseCaseId(text: string): CaseId {
  const fail = (problem: string) =>
    new UsageError(
      `malformed case id "${text}": ${problem}. ` +
        `Expected ${version}:SCENARIO:TARGET:SEED:CUTS@FINGERPRINT, ` +
        `as a failure block or cases.jsonl prints it`,
    );
  const [head, scenario = "", target = "", seed = "", rest = "", ...more] = text.split(":");
  if (head !== version) throw fail(`version "${head}" is not ${version}`);
  if (more.length > 0) throw fail("too many parts");
  if (!path.test(scenario)) throw fail(`scenario "${scenario}"`);
  if (!word.test(target)) throw fail(`target "${target}"`);
  const [cutText = "", fingerprint = "", ...tail] = rest.split("@");
  if (!/^[0-9a-f]{4}$/.test(fingerprint) || tail.length > 0) throw fail("the fingerprint");
  const texts = cutText === uninterrupted ? [] : cutText.split(",");
  const cuts = texts.map((cut) => {
    const parsed = parseCut(cut);
    if (parsed === undefined) throw fail(`cut "${cut}"`);
    return parsed;
  });
  if (cuts.length > cutLimit) throw fail(`${cuts.length} cuts, at most ${cutLimit}`);
  return { scenario, target, seed: parseSeed(seed), cuts, fingerprint };
}

/** Whether a text is a seed of ids: 1 to 40 lower-case hex digits, so that a git hash is one. */
export function isSeed(text: string): boolean {
  return /^[0-9a-f]{1,40}$/.test(text);
}

/** The seed that a word such as `nightly-2026-11-27` stands for, the same on every machine. */
export function seedOfWord(word: string): string {
  return sha256(word).slice(0, 8);
}

/** Checks a seed. Throws UsageError. */
export function parseSeed(text: string): string {
  if (isSeed(text)) return text;
  throw new UsageError(
    `malformed seed "${text}": expected 1 to 40 lower-case hex digits, ` +
      `for example 7f3a or a git hash`,
  );
}

/** The names of scenarios that were made of a command begin with it, and with no others'. */
export const madePrefix = "any";

/** True for a scenario that was made of a command, and so is in no file. */
export function isMade(scenarioName: string): boolean {
  return scenarioName.startsWith(`${madePrefix}/`);
}
