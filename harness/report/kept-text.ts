import type { CaseRecord } from "../store/records.js";
import { counted } from "./words.js";

const rule = "of each kind at most the first three, and the smallest";

/**
 * Says of how many violated cases the evidence is kept, and why not of all; nothing where it is.
 * `noRoom` is why more was not kept, where that is known.
 */
export function keptText(
  keptCount: number,
  records: readonly Pick<CaseRecord, "verdict">[],
  noRoom: string | undefined,
): string[] {
  const count = records.filter(({ verdict }) => verdict === "violated").length;
  if (keptCount === count) return [];
  const of = `evidence is kept of ${keptCount} of ${counted(count, "violated case")}`;
  return [`${of}: ${noRoom ?? rule}; replay ID leaves that of another`];
}
