import type { Device } from "../../model/power.js";
import type { SmallestCase } from "../../model/smallest-case.js";
import { storeFailure } from "../../store/failures/failure-folder.js";
import type { CaseRecord } from "../../store/records.js";
import { caseBlobs, type GoldenBytes } from "./case-blobs.js";
import type { Evidence } from "./evidence.js";
import type { KeptPart } from "./kept-failures.js";

/** What can be kept of a case. */
export interface Keepable {
  readonly record: CaseRecord;
  readonly evidence: Evidence;
}

/** The case that was run last, until another one is. */
export interface LastCase {
  readonly case: Keepable;
  /** The smallest one that it was reduced to, where that is another one. */
  readonly smallest: Keepable | undefined;
  readonly needs: SmallestCase | undefined;
  /** Its run's folder takes no more evidence once it has this size. */
  readonly limitBytes: number;
}

/** What the folders of all failures of a run say. */
export interface KeepPlan {
  readonly runPath: string;
  readonly devices: readonly Device[];
  readonly replayWords: readonly string[];
  readonly imageDigest: string;
  /** Undefined where the medium can't store what uninterrupted runs leave. */
  readonly golden: GoldenBytes | undefined;
}

/** Leaves folders of a case. Returns the ids of those that are there, and why one is not. */
export async function keepParts(
  last: LastCase,
  parts: readonly KeptPart[],
  { runPath, devices, replayWords, imageDigest, golden }: KeepPlan,
): Promise<{ readonly ids: readonly string[]; readonly noRoom?: string }> {
  // Loaded once it is needed: schemas take a while, and most runs have nothing to write down.
  const { failureFiles } = await import("./failure-files.js");
  const ids: string[] = [];
  let noRoom: string | undefined;
  for (const part of parts) {
    const kept = last[part];
    if (kept === undefined) continue;
    const { record, evidence } = kept;
    const facts = { smallest: last.needs, devices, replayWords, imageDigest };
    const { blobs, named } = caseBlobs(evidence, golden);
    const filesWith = (digests: readonly string[]) =>
      failureFiles(record, evidence, facts, named(digests));
    const why = storeFailure(runPath, { id: record.id, blobs, filesWith }, last.limitBytes);
    if (why === undefined) ids.push(record.id);
    else noRoom = why;
  }
  return { ids, ...(noRoom !== undefined && { noRoom }) };
}
