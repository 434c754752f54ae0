import { formatCut } from "../../model/cut-text.js";
import { findingKind } from "../../model/findings/finding-kind.js";
import { plainText } from "../../model/findings/plain-text.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import { counted } from "../words.js";

/** So many kinds are told when they are first seen; all of them are counted at the end. */
const mostKinds = 5;

/** Tells of each kind of finding, and of each reason for no verdict, when it is first seen. */
export class FirstSeen {
  readonly #kinds = new Set<string>();
  readonly #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** One line for each kind that is new: of what takes no crash. */
  uncrashed(findings: readonly UncrashedFinding[]): string[] {
    return findings.flatMap((each) => {
      const { class: className, place, message, known } = each;
      const what = `${className}, ${place}${known ? ", known" : ""}`;
      return this.#news(`uncrashed ${findingKind(each)}`, `without a crash: ${what}: ${message}`);
    });
  }

  /** The same of a case. What the scenario knows is counted only. */
  case({ cuts, findings, known, verdict, ...record }: CaseRecord): string[] {
    const at = cuts.map(({ point }) => formatCut(point)).join(", ") || "uncut";
    if (verdict === "undecided") {
      const { reason } = record as Extract<CaseRecord, { verdict: "undecided" }>;
      return this.#news(`undecided ${plainText(reason)}`, `${at}: undecided: ${reason}`);
    }
    return findings.flatMap((each) => {
      if (known) return [];
      const text = `${at}: ${each.class}, ${each.place}: ${each.message}`;
      return this.#news(findingKind(each), text);
    });
  }

  #news(kind: string, text: string): string[] {
    if (this.#kinds.has(kind)) return [];
    this.#kinds.add(kind);
    if (this.#kinds.size <= mostKinds) return [cut(text, this.#columns)];
    if (this.#kinds.size > mostKinds + 1) return [];
    return [`more than ${counted(mostKinds, "kind")}: the others are told at the end`];
  }
}

function cut(text: string, columns: number): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > columns ? `${line.slice(0, columns - 3)}...` : line;
}
