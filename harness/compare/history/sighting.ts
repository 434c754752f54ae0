import { formatCaseId, parseCaseId } from "../../model/case-id.js";
import { formatCut } from "../../model/cut-text.js";
import { findingKind } from "../../model/findings/finding-kind.js";
import type { Fault } from "../../model/verdict.js";
import type { StoredRun } from "../../store/run-folder.js";

/** A crash point that a run has tried; or its uninterrupted runs. */
export interface Attempt {
  /** Attempts with the same key are at the same place, whatever the seed. */
  readonly key: string;
  /** Shows it again. */
  readonly id: string;
  /** What it has found, of each kind once; nothing where it held. */
  readonly faults: ReadonlyMap<string, Fault>;
  readonly known: ReadonlySet<string>;
}

/** All that a run has tried and judged. Cases that are undecided have shown nothing. */
export function attemptsOf({ run, golden, cases }: StoredRun): Attempt[] {
  const uncrashed = golden === undefined ? [] : [uncrashedAttempt(run, golden.findings)];
  const judged = cases.filter(({ verdict }) => verdict !== "undecided");
  return [
    ...uncrashed,
    ...judged.map(({ id, findings, known }) => {
      const faults = byKind(findings);
      return { key: placeOf(id), id, faults, known: new Set(known ? faults.keys() : []) };
    }),
  ];
}

function uncrashedAttempt(
  { scenario, target, seed, fingerprint }: StoredRun["run"],
  findings: readonly (Fault & { readonly known: boolean })[],
): Attempt {
  const known = new Set(findings.filter((each) => each.known).map(findingKind));
  const id = formatCaseId({ scenario, target, seed, cuts: [], fingerprint });
  return { key: placeOf(id), id, faults: byKind(findings), known };
}

function byKind(findings: readonly Fault[]): Map<string, Fault> {
  return new Map(findings.toReversed().map((fault) => [findingKind(fault), fault]));
}

/** The seed has a part in what power loss leaves, and in nothing else of an id. */
function placeOf(id: string): string {
  const { cuts, seed, fingerprint } = parseCaseId(id);
  const place = `${cuts.map(formatCut).join(",")}@${fingerprint}`;
  return cuts.some(({ kind }) => kind === "power") ? `${seed}:${place}` : place;
}
