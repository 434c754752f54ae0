import type { CrashPoint } from "../model/trace.js";

/** What is kept of a case until its verdict is known, for the folder of a failure. */
export interface Evidence {
  /** The raw trace of each run that was cut. */
  readonly traces: Buffer[];
  /** What was printed: by each run that was cut, then by each resume to the end. */
  readonly outputs: string[];
  readonly points: CrashPoint[];
  /** SHA-256 of each crash image, as far as it differs from the base. */
  readonly crashDigests: string[];
  /** The layout of the disk after each kill, and after the last resume. */
  readonly layouts: (readonly string[])[];
}

/** Evidence to be filled as a case goes. */
export function noEvidence(): Evidence {
  return { traces: [], outputs: [], points: [], crashDigests: [], layouts: [] };
}
