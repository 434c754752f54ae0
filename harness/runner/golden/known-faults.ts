import type { KnownViolation } from "../../catalogue/scenario.js";
import type { Fault } from "../../model/verdict.js";

/** An entry about uninterrupted runs. */
export type KnownUncrashed = Extract<KnownViolation, { without: "a crash" }>;

/** Whether the list explains a fault of an uninterrupted run of a target. */
export function knownUncrashed(
  fault: Fault,
  known: readonly KnownViolation[],
  target: string,
): boolean {
  return known.filter(isUncrashed).some((entry) => explains(entry, fault, target));
}

export function isUncrashed(entry: KnownViolation): entry is KnownUncrashed {
  return entry.without !== undefined;
}

/** Exactly the class, the checker and the place; when it was seen is not looked at. */
export function explains(entry: KnownViolation, fault: Fault, target: string): boolean {
  return (
    entry.target === target &&
    entry.class === fault.class &&
    entry.checker === fault.checker &&
    entry.place === fault.place &&
    (entry.message === undefined || fault.message.includes(entry.message))
  );
}
