import type { Finding } from "../../model/verdict.js";
import type { DiskFacts } from "../../oracles/facts.js";
import type { CensusRecord } from "../../store/records.js";
import type { RunRecord } from "../lab/lab.js";

/** Processes that a kill of the group did not reach, or that ctrl-C has left behind. */
export function strayFindings({ ended, strays, status }: RunRecord): Omit<Finding, "kill">[] {
  const { escapedWriteCount, lateWriteCount, interruptedAtMs } = status;
  if (strays.length === 0 && escapedWriteCount === 0) return [];
  if (interruptedAtMs !== undefined && ended === "finished") {
    const left = `still running when the target had ended after ctrl-C: ${strays.join("; ")}`;
    return [{ checker: "processes", class: "escaped writer", message: left }];
  }
  const message =
    `a process had left the killed group: ` +
    `${strays.join("; ") || "it ended when its write was refused"}; ` +
    `${escapedWriteCount} of its writes came with the kill or after it, ${lateWriteCount} in all`;
  return [{ checker: "processes", class: "escaped writer", message }];
}

/** The GPT census as cases.jsonl has it. */
export function censusRecord({ census }: DiskFacts): CensusRecord {
  return {
    state: census.state,
    primaryHeaderCrc: census.primary.headerCrcValid,
    primaryEntriesCrc: census.primary.entriesCrcValid,
    backupHeaderCrc: census.backup.headerCrcValid,
    backupEntriesCrc: census.backup.entriesCrcValid,
    entriesEqual: census.entriesEqual,
    entriesInsideDisk: census.entriesInsideDisk,
    entriesOverlap: census.entriesOverlap.length > 0,
  };
}
