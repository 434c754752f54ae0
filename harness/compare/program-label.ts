import type { ProgramRecord } from "../store/records.js";

/** A program in a few letters: the version that it tells, and the beginning of its SHA-256. */
export function programLabel({ version = "", sha256 = "" }: ProgramRecord): string {
  return [version, sha256.slice(0, 12)].filter(Boolean).join(", ");
}
