import { AssertionError } from "node:assert";
import { stripVTControlCharacters } from "node:util";
import type { SmallestCase } from "../model/smallest-case.js";
import type { UncrashedFinding } from "../model/verdict.js";
import type { CaseRecord } from "../store/records.js";
import { failureBlock } from "./case-text.js";
import { uncrashedText } from "./golden-text.js";
import { counted } from "./words.js";

const verdicts = ["held", "violated", "undecided"] as const;

/** What a run or a replay has come to. */
export interface JudgedRun {
  readonly verdict: (typeof verdicts)[number];
  /** What was not decided, each with the reason. */
  readonly undecided: readonly string[];
  readonly failures: readonly {
    readonly record: CaseRecord;
    readonly replayCommand: string;
    readonly smallest?: SmallestCase;
  }[];
  /** What the uninterrupted runs have shown, where there are any. */
  readonly golden?: { readonly findings: readonly UncrashedFinding[] } | undefined;
}

/** So many of each kind say enough. */
const mostShown = 3;

/**
 * Fails a test unless everything held: throws an AssertionError. Its message is the failure block
 * of each failing case, with the command that shows it again; or why nothing can be said. Throws a
 * TypeError for what is no result, such as a run that was not waited for.
 */
export function assertHeld(result: JudgedRun): void {
  requireResult(result);
  const { verdict } = result;
  if (verdict === "held") return;
  throw new AssertionError({
    message: stripVTControlCharacters(whyNotHeld(result)),
    actual: verdict,
    expected: "held",
    operator: "assertHeld",
    stackStartFn: assertHeld,
  });
}

function requireResult(given: unknown): void {
  const verdict = typeof given === "object" && given && "verdict" in given ? given.verdict : "";
  if (verdicts.some((each) => each === verdict)) return;
  throw new TypeError(
    "assertHeld: expected the result of a run: assertHeld(await run.done), " +
      "and found something that has no verdict",
  );
}

function whyNotHeld({ verdict, undecided, failures, golden }: JudgedRun): string {
  if (verdict === "undecided")
    return firstOf(
      undecided.map((why) => `undecided: ${why}`),
      "reason",
    );
  if (failures.length === 0) {
    return firstOf((golden?.findings ?? []).map(uncrashedText), "finding");
  }
  const blocks = failures.map(({ record, replayCommand, smallest }) =>
    failureBlock(record, replayCommand, smallest),
  );
  return firstOf(blocks, "failing case");
}

function firstOf(texts: readonly string[], noun: string): string {
  const more = texts.length - mostShown;
  const shown = texts.slice(0, mostShown);
  return (more > 0 ? [...shown, `and ${counted(more, `more ${noun}`)}`] : shown).join("\n\n");
}
