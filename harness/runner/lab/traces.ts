import { tellingWords } from "../../model/findings/telling-words.js";
import type { ChangeEvent, TraceEvent } from "../../model/trace.js";

/** The changes of the medium in a trace. */
export function changesOf(trace: readonly TraceEvent[]): ChangeEvent[] {
  return trace.filter((event) => event.kind === "write");
}

/** Everything that was printed in a trace. */
export function textOf(trace: readonly TraceEvent[]): string {
  return trace.map((event) => (event.kind === "output" ? event.text : "")).join("");
}

/** What tells most of what the target printed. */
export function lastWords({ trace }: { readonly trace: readonly TraceEvent[] }): string {
  const said = (stream: "stdout" | "stderr") =>
    textOf(trace.filter((event) => event.kind === "output" && event.stream === stream));
  return tellingWords({ stdout: said("stdout"), stderr: said("stderr") });
}
