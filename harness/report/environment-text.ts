import type { RunJson } from "../store/records.js";
import { wrap } from "./words.js";

/** What each command of a run was started with; nothing where the run has no note of it. */
export function environmentLines({ environment }: Pick<RunJson, "environment">): string[] {
  const { umask, variables } = environment;
  const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [`environment: umask ${umask}`, wrap(words.join(" "), "  ")];
}
