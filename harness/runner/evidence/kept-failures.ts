import { outcomeKind } from "../../model/outcome-kind.js";
import type { CaseRecord } from "../../store/records.js";

/** So many folders say enough of failures that are all of one kind. */
const mostOfOneKind = 3;

/**
 * Decides of which failures the folder is kept: of each kind the first few. Every case stands in
 * cases.jsonl, and its id shows it again.
 */
export class KeptFailures {
  readonly #counts = new Map<string, number>();

  /** Whether this one is still among the first of its kind. Counts it. */
  takes(record: CaseRecord): boolean {
    const kind = outcomeKind(record);
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count <= mostOfOneKind;
  }
}
