import { recallScenario } from "../../catalogue/any-command.js";
import { isFiled, loadScenarioFile } from "../../catalogue/files/scenario-file.js";
import { loadScenario, type Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { isMade } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import type { RunJson } from "../../store/records.js";

/** The scenario of a stored run. Its target need not be there. Throws UsageError. */
export async function scenarioOfRun(run: RunJson): Promise<Scenario> {
  const scenario = await loadedOf(run);
  if (scenario.fingerprint === run.fingerprint) return scenario;
  throw new UsageError(
    `scenario ${run.scenario} has changed since this run: expected fingerprint ` +
      `${run.fingerprint}, found ${scenario.fingerprint}: it asks for something else now`,
  );
}

async function loadedOf(run: RunJson): Promise<Scenario> {
  if (isMade(run.scenario)) return recallScenario(run);
  if (!isFiled(run.scenario)) return loadScenario(run.scenario);
  const path = run.files?.scenario;
  if (path !== undefined) return (await loadScenarioFile(path)).scenario;
  throw new UsageError(`the file of scenario ${run.scenario} is not known`);
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
