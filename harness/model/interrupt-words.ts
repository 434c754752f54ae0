import type { Interrupt } from "./trace.js";

/** What people call it: "ctrl-C", "SIGTERM"; "ctrl-C twice" where it comes again. */
export function interruptWords({ signal, againAfter }: Interrupt): string {
  const name = signal === "INT" ? "ctrl-C" : `SIG${signal}`;
  return againAfter === undefined ? name : `${name} twice`;
}
