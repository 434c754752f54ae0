import { recallScenario } from "../../catalogue/any-command.js";
import { isFiled, loadScenarioFile } from "../../catalogue/files/scenario-file.js";
import { loadScenario, type Scenario } from "../../catalogue/scenario.js";
import { isMade, type CaseId } from "../../model/case-id.js";
import type { RunJson } from "../../store/records.js";

/**
 * The scenario of a stored case or run, as it is now. Its target need not be there. Undefined where
 * it is in a file of the user's, and `files` does not name it. Throws UsageError.
 */
export async function storedScenario(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
  files: RunJson["files"],
): Promise<Scenario | undefined> {
  if (isMade(id.scenario)) return recallScenario(id);
  if (!isFiled(id.scenario)) return loadScenario(id.scenario);
  const path = files?.scenario;
  return path === undefined ? undefined : (await loadScenarioFile(path)).scenario;
}
