import { worstOf, type Fault } from "../verdict.js";
import { plainText } from "./plain-text.js";

/** The finding that a violated case stands for: the first one of its worst class. */
export function leadingFinding<F extends Fault>(findings: readonly F[]): F | undefined {
  const worst = worstOf(findings);
  return findings.find((each) => each.class === worst);
}

/** Whether two findings are one: class, checker, place, and text but for what changes each time. */
export function isSameFinding(one: Fault, other: Fault): boolean {
  return (
    one.class === other.class &&
    one.checker === other.checker &&
    one.place === other.place &&
    plainText(one.message) === plainText(other.message)
  );
}

/** Whether some findings show that one, and nothing that is worse. */
export function showsFinding(findings: readonly Fault[], wanted: Fault): boolean {
  return worstOf(findings) === wanted.class && findings.some((each) => isSameFinding(each, wanted));
}
