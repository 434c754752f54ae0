import type { ViolatedRecord } from "../../store/records.js";

/**
 * Names a kind of failure of which one is reduced: those have their worst findings from the same
 * checkers, in the same step.
 */
export function reducedKind({ class: name, findings, cuts, model }: ViolatedRecord): string {
  const worst = findings.filter((each) => each.class === name).map(({ checker }) => checker);
  return JSON.stringify([name, [...new Set(worst)], model, cuts.map(({ step }) => step)]);
}
