import { findingKind } from "../../model/findings/finding-kind.js";
import { shellWord } from "../../model/shell-word.js";
import type { Fault } from "../../model/verdict.js";
import type { StoredRun } from "../../store/run-folder.js";

/** All findings of one kind on one target in a night. */
export interface NightFinding {
  readonly target: string;
  readonly fault: Fault;
  /** Cases that have it. */
  readonly count: number;
  /** The words behind `replay` that show it again; empty where it takes no crash. */
  readonly replay: string;
}

/**
 * What was found in runs and is not known, by target and kind, in the order in which it was first
 * seen. The case that shows it again is the smallest one, where there is one.
 */
export function nightFindings(runs: readonly StoredRun[]): ReadonlyMap<string, NightFinding> {
  const kinds = new Map<string, NightFinding>();
  for (const { run, golden, cases } of runs) {
    const add = (fault: Fault, replay: () => string): void => {
      const kind = `${run.target} ${findingKind(fault)}`;
      const before = kinds.get(kind);
      const count = (before?.count ?? 0) + 1;
      const first = before ?? { target: run.target, fault, replay: replay() };
      kinds.set(kind, { ...first, count });
    };
    for (const each of golden?.findings ?? []) if (!each.known) add(each, () => "");
    for (const { id, sequel, verdict, known, findings } of cases) {
      if (verdict !== "violated" || known) continue;
      const words = [sequel?.smallest?.id ?? id, ...run.replayWords];
      const firsts = new Map(findings.map((each) => [findingKind(each), each]));
      for (const each of firsts.values()) add(each, () => words.map(shellWord).join(" "));
    }
  }
  return kinds;
}
