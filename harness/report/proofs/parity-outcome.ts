import type { BlockRow } from "../../model/proofs/block-row.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import { countBy } from "../../model/count-by.js";

/** What the work of a row has come to. */
export type WorkShown =
  | { readonly kind: "cases"; readonly result: CasesShown }
  | { readonly kind: "replay"; readonly result: ReplayShown }
  | { readonly kind: "block"; readonly result: BlockShown }
  | Undecided
  | NotRun;

interface Undecided {
  readonly kind: "undecided";
  readonly reason: string;
}

interface NotRun {
  readonly kind: "not run";
  readonly why: string;
}

interface CasesShown {
  readonly verdict: "held" | "violated" | "undecided";
  readonly undecided: readonly string[];
  readonly records: readonly CaseRecord[];
  readonly golden: { readonly findings: readonly UncrashedFinding[] } | undefined;
}

interface ReplayShown {
  readonly verdict: "held" | "violated" | "undecided";
  readonly undecided: readonly string[];
  readonly story:
    { readonly record: CaseRecord; readonly layouts: readonly (readonly string[])[] } | undefined;
}

type BlockShown =
  | {
      readonly kind: "judged";
      readonly verdict: "held" | "violated" | "undecided";
      readonly rows: readonly BlockRow[];
    }
  | Undecided
  | NotRun;

/** What a row has shown, as far as it can be expected. */
export interface ParityOutcome {
  readonly result: "held" | "violated" | "undecided" | "not run";
  /** How many cases held, or why not, in a few words. */
  readonly words: string;
  /** Classes of the violated cases that are not known, each once. */
  readonly classes: readonly string[];
  /** Checkers that found something wrong with an uninterrupted run. */
  readonly wrong: readonly string[];
}

/** Judges a row by what its work has come to. */
export function outcomeOf(shown: WorkShown): ParityOutcome {
  switch (shown.kind) {
    case "cases":
      return outcomeOfCases(shown.result);
    case "replay":
      return outcomeOfReplay(shown.result);
    case "block":
      return outcomeOfBlock(shown.result);
    case "undecided":
      return undecided(shown.reason);
    case "not run":
      return notRun(shown.why);
  }
}

function outcomeOfCases({ verdict, undecided: open, records, golden }: CasesShown): ParityOutcome {
  const found = golden?.findings ?? [];
  const wrong = [...new Set(found.map(({ checker }) => checker))].sort();
  switch (verdict) {
    case "held": {
      const held = records.filter((record) => record.verdict === "held");
      const known = records.flatMap((each) => (each.verdict === "violated" ? each.class : []));
      const rest = known.length === 0 ? "" : `; violated as known: ${tally(known)}`;
      return heldSo(`held ${held.length} of ${records.length}${rest}`, wrong);
    }
    case "violated": {
      const bad = records.flatMap((each) =>
        each.verdict === "violated" && !each.known ? each.class : [],
      );
      // It may be red for what is wrong without a crash alone.
      return violated(bad.length > 0 ? bad : found.map((each) => each.class), wrong);
    }
    case "undecided":
      return { ...undecided(open[0]), wrong };
  }
}

function outcomeOfReplay({ verdict, undecided: open, story }: ReplayShown): ParityOutcome {
  if (verdict === "undecided") return undecided(open[0]);
  return story?.record.verdict === "violated"
    ? violated([story.record.class], [])
    : heldSo("held", []);
}

function outcomeOfBlock(shown: BlockShown): ParityOutcome {
  if (shown.kind === "undecided") return undecided(shown.reason);
  if (shown.kind === "not run") return notRun(shown.why);
  const { rows, verdict } = shown;
  const some = (result: BlockRow["result"]) => rows.filter((row) => row.result === result);
  switch (verdict) {
    case "held":
      return heldSo(`held ${some("held").length} of ${rows.length}`, []);
    case "violated":
      return violated(
        some("violated").flatMap(({ class: name }) => name ?? []),
        [],
      );
    case "undecided": {
      const open = some("undecided").map(({ names, detail }) => `${names}: ${detail}`);
      return undecided(open.length === 0 ? undefined : open.join("; "));
    }
  }
}

function heldSo(words: string, wrong: readonly string[]): ParityOutcome {
  return { result: "held", words, classes: [], wrong };
}

function violated(classes: readonly string[], wrong: readonly string[]): ParityOutcome {
  const words = `violated: ${tally(classes)}`;
  return { result: "violated", words, classes: [...new Set(classes)], wrong };
}

/** A reason may be of many lines: it is quoted from a program. */
function undecided(reason = "nothing was decided"): ParityOutcome {
  const words = `undecided: ${reason.replaceAll(/\s+/g, " ")}`;
  return { result: "undecided", words, classes: [], wrong: [] };
}

function notRun(why: string): ParityOutcome {
  return { result: "not run", words: `not run: ${why}`, classes: [], wrong: [] };
}

function tally(classes: readonly string[]): string {
  const counts = [...countBy(classes, (each) => each)];
  return counts.map(([name, count]) => `${count} x ${name}`).join(", ");
}
