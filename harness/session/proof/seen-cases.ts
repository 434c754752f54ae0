import type { Holding } from "../../model/proofs/proof.js";
import type { CaseReply, GoldenSummary } from "../../runner/workers/messages.js";

/** So many findings say enough of one target. */
const mostProblems = 3;

/** What came of the runs of one target that must hold. */
export class SeenCases {
  readonly #violated: string[] = [];
  readonly #undecided: string[] = [];
  #stateCount = 0;

  /** What an uninterrupted run does wrong is no crash's fault, but wrong it is. */
  golden({ findings }: GoldenSummary): void {
    for (const { class: name, checker, place, message } of findings) {
      this.#violated.push(`${name}, without a crash, ${place}, seen by ${checker}: ${message}`);
    }
  }

  case({ record }: CaseReply): void {
    const { id } = record;
    this.#stateCount += 1;
    if (record.verdict === "undecided") this.undecided(`${id}: ${record.reason}`);
    if (record.verdict !== "violated") return;
    const said = record.findings.map(({ checker, message }) => `seen by ${checker}: ${message}`);
    this.#violated.push([`${id}: ${record.class}`, ...said].join("; "));
  }

  undecided(reason: string): void {
    this.#undecided.push(reason);
  }

  result(): Pick<Holding, "verdict" | "stateCount" | "problems"> {
    const stateCount = this.#stateCount;
    const all = [...this.#violated, ...this.#undecided];
    const problems = all.slice(0, mostProblems);
    if (all.length > mostProblems) problems.push(`and ${all.length - mostProblems} more`);
    if (this.#violated.length > 0) return { verdict: "violated", stateCount, problems };
    if (all.length > 0) return { verdict: "undecided", stateCount, problems };
    if (stateCount > 0) return { verdict: "held", stateCount, problems };
    return { verdict: "undecided", stateCount, problems: ["no crash point was found"] };
  }
}
