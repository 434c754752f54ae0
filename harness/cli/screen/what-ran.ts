import { isMade } from "../../catalogue/any-command.js";
import type { WhatRan } from "../../report/golden-text.js";

/** What was run, by the name of its scenario. */
export function whatRan(scenarioName: string): WhatRan {
  return isMade(scenarioName) ? "any command" : "a scenario";
}
