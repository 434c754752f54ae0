import type { Lab, RunRecord } from "../lab/lab.js";

/** Why a run that should have ended well did not, or undefined when it did. */
export function whyFailed(lab: Lab, record: RunRecord): string | undefined {
  const exit = record.exits.at(-1);
  if (record.ended === "hung") return `it did not end within its time (${record.durationMs} ms)`;
  if (record.ended === "broke") return `the shim gave up: ${record.status.failure}`;
  if (exit?.signal != null) return `command ${record.exits.length} was ended by ${exit.signal}`;
  // How a run has refused is judged by itself. A shell that can't run it, or a crash, refuses not.
  if (lab.isToRefuse && (exit?.exitCode ?? 126) < 126) return undefined;
  if (exit === undefined || !lab.succeeded(exit, record.part)) {
    return `command ${record.exits.length} exited with ${String(exit?.exitCode)}`;
  }
  return undefined;
}
