import type { NightLine } from "../../store/night/night-record.js";

/** The number of the first turn that has not ended, from 1. */
export function nextTurn(lines: readonly NightLine[]): number {
  const ended = lines.flatMap((line) => (line.kind === "ended" ? [line.turn] : []));
  return Math.max(0, ...ended) + 1;
}

/** Whether the canary before a turn has been decided. */
export function isCanaryDone(lines: readonly NightLine[], turn: number): boolean {
  return lines.some((line) => line.kind === "canary" && line.turn === turn);
}
