import type { DiskFacts } from "../../oracles/facts/facts.js";
import type { CensusRecord } from "../../store/records.js";

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
