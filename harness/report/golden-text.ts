import kleur from "kleur";
import type { Finding } from "../model/verdict.js";

/** What two uninterrupted runs have shown. */
export interface GoldenShown {
  readonly writeCount: number;
  readonly lineCount: number;
  readonly writesByStep: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly deterministic: boolean;
  readonly notices: readonly string[];
  readonly findings: readonly Finding[];
}

/** What stands above all crashes: the uninterrupted runs, and what is wrong with them. */
export function goldenLines(golden: GoldenShown): string[] {
  const steps = Object.entries(golden.writesByStep).map(([step, count]) => `${step} ${count}`);
  return [
    `two uninterrupted runs: ${golden.writeCount} writes, ${golden.lineCount} lines, ` +
      `${golden.durationMs} ms recorded${golden.deterministic ? "" : ", not the same both times"}`,
    `writes by step: ${steps.join(", ")}`,
    ...golden.notices.map((notice) => kleur.yellow(`notice: ${notice}`)),
    ...golden.findings.map(({ class: className, checker, message }) =>
      kleur.yellow(`${className}: ${checker}: ${message}`),
    ),
  ];
}
