import { outcomeKind } from "../../model/findings/outcome-kind.js";
import type { CaseRecord } from "../../store/records.js";

/** So many folders say enough of failures that are all of one kind. */
const mostOfOneKind = 3;

/** Of which case the evidence is wanted: the one that was run, the one that it was reduced to. */
export type KeptPart = "case" | "smallest";

/** A case that was run. */
export interface Ran {
  readonly record: CaseRecord;
  /** It says nothing bad of the target. */
  readonly trial: boolean;
  /** What it was reduced to; it may be the case itself. */
  readonly smallest?: { readonly id: string };
}

/** What was kept of a case. */
export interface KeptEvidence {
  /** The ids of the cases whose folders were written. */
  readonly ids: readonly string[];
  /** Why another one was not, where there was no room for it. */
  readonly noRoom?: string;
}

/**
 * Decides, for all workers of a run, of which failures the folder is kept: of each kind the first
 * few, and each smallest one that a failure was reduced to. Every case stands in cases.jsonl, and
 * its id shows it again.
 */
export class KeptFailures {
  readonly #counts = new Map<string, number>();
  readonly #ids = new Set<string>();

  /** What is to be kept of a case that was run. Counts it. */
  partsOf({ record, smallest, trial }: Ran): KeptPart[] {
    if (record.verdict !== "violated" || trial) return [];
    const kind = outcomeKind(record);
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const parts: KeptPart[] = [];
    const isWanted = count <= mostOfOneKind || smallest?.id === record.id;
    if (isWanted && this.#isNew(record.id)) parts.push("case");
    if (smallest !== undefined && this.#isNew(smallest.id)) parts.push("smallest");
    return parts;
  }

  #isNew(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    return true;
  }
}
