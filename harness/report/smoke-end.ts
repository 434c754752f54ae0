import { exitCodes } from "../model/errors.js";
import { counted } from "./words.js";

/** How one part of the smoke subset went. */
export type SmokePartEnd =
  | { readonly kind: "run"; readonly name: string; readonly code: number }
  | { readonly kind: "not run"; readonly name: string; readonly why: string };

/**
 * A line for each part, one with how many were run, and the exit code: the worst of all parts;
 * undecided where none was run.
 */
export function smokeEnd(parts: readonly SmokePartEnd[]): { lines: string[]; code: number } {
  const codes = parts.flatMap((part) => (part.kind === "run" ? [part.code] : []));
  const notRun = parts.length - codes.length;
  const lines = [
    ...parts.map((part) =>
      part.kind === "run"
        ? `exit ${part.code}   ${part.name}`
        : `NOT RUN  ${part.name}: ${part.why}`,
    ),
    `${counted(codes.length, "part")} run, ${notRun} not run`,
  ];
  if (codes.length === 0) return { lines, code: exitCodes.undecided };
  const bad = [exitCodes.violated, exitCodes.undecided].find((code) => codes.includes(code));
  return { lines, code: bad ?? exitCodes.held };
}
