import type { ChangeEvent, TraceEvent } from "../../model/trace.js";

/** The changes of the medium in a trace. */
export function changesOf(trace: readonly TraceEvent[]): ChangeEvent[] {
  return trace.filter((event) => event.kind === "write");
}

/** Everything that was printed in a trace. */
export function textOf(trace: readonly TraceEvent[]): string {
  return trace.map((event) => (event.kind === "output" ? event.text : "")).join("");
}

/** The last lines that the target printed. */
export function lastWords({ trace }: { readonly trace: readonly TraceEvent[] }, lineCount = 3) {
  return textOf(trace).trim().split("\n").slice(-lineCount).join(" | ") || "nothing";
}
