import { commandsOf } from "../../catalogue/commands.js";
import { rootFolder } from "../../catalogue/places.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { pathsIn } from "../../target/outside/named-paths.js";
import { Outside } from "../../target/outside/outside.js";
import { toolEnvironment } from "../../target/tool.js";

/** What is outside of the medium for a scenario: all that its words name stays where it is. */
export function openOutside(scenario: Scenario, target: Target, imagePath: string): Outside {
  const { moreResumes = [], checks, checksFolder = "", env = {}, survives = [] } = scenario;
  const parts = (["first", "resume"] as const).map((part) => commandsOf(part, scenario, target));
  const texts = [
    ...parts.flat(2),
    ...moreResumes,
    ...[...checks.atEnd, ...checks.atCrash, checks.view?.line ?? ""],
    ...Object.values({ ...target.env, ...env }),
    ...[
      imagePath,
      checksFolder,
      rootFolder,
      process.execPath,
      toolEnvironment().PATH,
      process.env["HOME"] ?? "",
    ],
  ];
  return Outside.open(pathsIn(texts), survives);
}
