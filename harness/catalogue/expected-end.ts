import type { Scenario } from "./scenario.js";

/** What a scenario asks of the end of each run. */
export type ExpectedEnd = Pick<Scenario, "ends" | "says" | "leaves">;

/** True where no run may change a byte: it is to refuse, or says that it will leave all alone. */
export function changesNothing({ ends, leaves }: ExpectedEnd): boolean {
  return ends === "refused" || leaves === "unchanged";
}
