import type { Finding, UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import type { KnownViolation } from "../../catalogue/scenario.js";
import { explains, isUncrashed, type KnownUncrashed } from "../golden/known-faults.js";

type OfCrash = Exclude<KnownViolation, KnownUncrashed>;

/** True when a case is violated and each of its findings is listed. */
export function isKnown(record: CaseRecord, known: readonly KnownViolation[]): boolean {
  return (
    record.verdict === "violated" &&
    record.findings.every((finding) => knownEntry(record, finding, known) !== undefined)
  );
}

/** The entry of the list that explains a finding of a case. */
export function knownEntry(
  record: CaseRecord,
  finding: Finding,
  known: readonly KnownViolation[],
): KnownViolation | undefined {
  // What one kill broke may first be seen after a later one, so any kill before it will do.
  const cuts = finding.kill === 0 ? record.cuts : record.cuts.slice(0, finding.kill);
  return known
    .filter(isOfCrash)
    .find(
      (entry) =>
        explains(entry, finding, record.target) &&
        (entry.model === undefined || entry.model === record.model) &&
        cuts.some(
          ({ step, region }) =>
            entry.step === step && (entry.region === undefined || region.includes(entry.region)),
        ),
    );
}

/** The entries for a target that explained nothing in a run, though they could have. */
export function notSeen(
  records: readonly CaseRecord[],
  uncrashed: readonly UncrashedFinding[],
  known: readonly KnownViolation[],
  target: string,
): KnownViolation[] {
  const seen = new Set(
    records.flatMap((record) =>
      record.findings.map((finding) => knownEntry(record, finding, known)),
    ),
  );
  const models = new Set(records.map(({ model }) => model));
  return known.filter((entry) => {
    if (entry.target !== target) return false;
    if (isUncrashed(entry)) return !uncrashed.some((fault) => explains(entry, fault, target));
    return !seen.has(entry) && (entry.model === undefined || models.has(entry.model));
  });
}

function isOfCrash(entry: KnownViolation): entry is OfCrash {
  return !isUncrashed(entry);
}
