import { baseDigest } from "../catalogue/base-digest.js";
import { parseCaseId } from "../model/case-id.js";
import { HarnessError, UsageError } from "../model/errors.js";
import type { CrashPoint } from "../model/trace.js";
import { readBlob } from "../store/blob-store.js";
import type { FailureCase } from "../store/failures/failure-case.js";

/** Makes crash images one after the other, from what runs begin with, without a target. */
export interface Remaker {
  /** Makes the next one, from what the one before has left. */
  make(traceBytes: Buffer, cut: CrashPoint, seed: string): void;
  /** A digest of how it differs from the base, as the medium's bench has it. */
  digest(): string;
}

/** Throws UsageError where this is not what a case was run on. */
export async function requireBaseOf({ imageDigest }: FailureCase, path: string): Promise<void> {
  if ((await baseDigest(path)) === imageDigest) return;
  throw new UsageError(`${path} is not the image that the case was run on`);
}

/**
 * Makes the crash images of a failure again; `visit` is told as each one is there. Throws
 * HarnessError where one has other bytes than it had.
 */
export function remakeCrashes(
  folder: string,
  { record, crashDigests, traces }: FailureCase,
  remaker: Remaker,
  visit: (name: string) => void,
): void {
  const { cuts, seed } = parseCaseId(record.id);
  for (const [index, expected] of crashDigests.entries()) {
    const cut = cuts[index];
    if (cut === undefined) throw new UsageError(`case.json: the id has no cut ${index + 1}`);
    remaker.make(readBlob(folder, "traces", traces[index] ?? ""), cut, seed);
    const found = remaker.digest();
    if (found !== expected) {
      throw new HarnessError(
        `crash image ${index + 1} has other bytes than it had: expected digest ${expected}, ` +
          `found ${found}: is this folder whole?`,
      );
    }
    visit(`crash-${index + 1}`);
  }
}
