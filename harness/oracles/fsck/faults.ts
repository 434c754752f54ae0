import { faultSignals } from "../../target/fault-signal.js";
import type { ToolResult } from "../../target/tool.js";

/** E2fsck catches its own faults, prints them, and ends with the code of an error. */
const caught = /^Signal \(\d+\) (SIG[A-Z]+)/m;

/** The signal of the fault that has ended a program, undefined where none has. */
export function faultOf({ signal, stdout, stderr }: ToolResult): string | undefined {
  const name = signal ?? caught.exec(`${stderr}\n${stdout}`)?.[1];
  return faultSignals.find((fault) => fault === name);
}
