import { missingTool } from "../../catalogue/small/small-targets.js";

/** Those that can be run here; `tell` hears of each that can't, and why. */
export function withTheirTools<
  Subject extends { readonly name: string; readonly tools?: readonly string[] | undefined },
>(subjects: readonly Subject[], tell: (line: string) => void): Subject[] {
  return subjects.filter(({ name, tools = [] }) => {
    const missing = missingTool(tools);
    if (missing === undefined) return true;
    tell(`left out: ${name}: there is no ${missing} here`);
    return false;
  });
}
