import { loadScenario } from "../../catalogue/scenario.js";
import { loadTarget } from "../../catalogue/target.js";
import { UsageError } from "../../model/errors.js";
import type { NightRecord } from "../../store/night/night-record.js";

/** What the cases of these turns rest on. Drawn disks have names that say all. */
export function factsOf(turns: NightRecord["turns"]): NightRecord["facts"] {
  const named = turns.flatMap(({ subjects }) =>
    subjects.flatMap((each) => ("small" in each ? [] : [each])),
  );
  const facts = named.flatMap(({ scenario, target }) => [
    [`fingerprint of scenario ${scenario}`, loadScenario(scenario.replace("*", "1")).fingerprint],
    [`sha256 of target ${target}`, loadTarget(target).file.sha256 ?? "not known"],
  ]);
  return Object.fromEntries(facts) as NightRecord["facts"];
}

/** Throws UsageError where a night rests on something else now. */
export function requireSameFacts({ facts, turns }: NightRecord): void {
  const now = factsOf(turns);
  const other = Object.keys(facts).find((what) => facts[what] !== now[what]);
  if (other === undefined) return;
  throw new UsageError(
    `this night can't be continued: the ${other} was ${facts[other] ?? ""}, and is ` +
      `${now[other] ?? "not known"} now. Nothing was added to it; begin a new one`,
  );
}
