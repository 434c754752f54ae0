import type { CaseRecord } from "../store/records.js";
import { counted } from "./words.js";

/** Says of how many violated cases the evidence is kept; nothing where it is of all. */
export function keptText(keptCount: number, records: readonly CaseRecord[]): string[] {
  const count = records.filter(({ verdict }) => verdict === "violated").length;
  if (keptCount === count) return [];
  const of = `evidence is kept of ${keptCount} of ${counted(count, "violated case")}`;
  return [
    `${of}: of each kind the first three, and the smallest; replay ID leaves that of another`,
  ];
}
