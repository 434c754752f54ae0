import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { UsageError } from "../../model/errors.js";
import type { RunJson } from "../../store/records.js";
import { storedScenario } from "../subject/stored-scenario.js";

/** The scenario of a stored run. Its target need not be there. Throws UsageError. */
export async function scenarioOfRun(run: RunJson): Promise<Scenario> {
  const scenario = await storedScenario(run, run.files);
  if (scenario === undefined) {
    throw new UsageError(`the file of scenario ${run.scenario} is not known`);
  }
  if (scenario.fingerprint === run.fingerprint) return scenario;
  throw new UsageError(
    `scenario ${run.scenario} has changed since this run: expected fingerprint ` +
      `${run.fingerprint}, found ${scenario.fingerprint}: it asks for something else now`,
  );
}

/** A target that is never started: what of it a run tells. */
export function absentTarget({ target, program, steps }: RunJson): Target {
  const [first = "run", ...others] = steps;
  return {
    name: target,
    program: [program.path],
    file: { path: program.path, stamp: "" },
    env: {},
    successCodes: [0],
    stepNames: [first, ...others],
    steps: [],
  };
}
