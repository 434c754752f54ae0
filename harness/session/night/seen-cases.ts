import { outcomeKind } from "../../model/findings/outcome-kind.js";
import type { CaseRecord } from "../../store/records.js";

/** So many of a kind are enough to know that no more evidence of it is wanted. */
const mostOfOneKind = 3;

/**
 * The failures of a night, by target, a few of each kind: of a kind that another turn has seen no
 * more is reduced, and no more is kept.
 */
export class SeenCases {
  readonly #records = new Map<string, CaseRecord[]>();
  readonly #counts = new Map<string, number>();

  /** Hears the cases of a turn. */
  add(records: readonly CaseRecord[]): void {
    for (const record of records) {
      if (record.verdict !== "violated") continue;
      const kind = `${record.target} ${outcomeKind(record)}`;
      const count = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, count);
      const isReduced = record.sequel?.smallest !== undefined;
      if (count > mostOfOneKind && !isReduced) continue;
      this.#records.set(record.target, [...this.of(record.target), record]);
    }
  }

  of(target: string): readonly CaseRecord[] {
    return this.#records.get(target) ?? [];
  }
}
