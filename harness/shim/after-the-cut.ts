import { readFileSync } from "node:fs";
import { field, type RunMemory } from "./memory.js";
import { errno } from "./wire.js";

// What happens after the cut: nothing that still comes reaches the disk or the trace. A read and a
// write get EIO, what is printed is swallowed. Only a process that the kill has not ended can come.

/** Refuses a write that comes after the cut, and counts it. Returns the errno for its answer. */
export function refuseLateWrite({ control }: RunMemory, writerPid: number): number {
  control[field.lateWriteCount] = (control[field.lateWriteCount] ?? 0) + 1;
  noteEscapedWriter(control, writerPid);
  return errno.EIO;
}

/**
 * Looks whether a writer has left the target's process group: no kill of the group ends it. Call
 * this before its request is answered, while it can't go away.
 */
export function noteEscapedWriter(control: RunMemory["control"], pid: number): void {
  const group = processGroupOf(pid);
  if (group === undefined || group === control[field.killedGroup]) return;
  control[field.escapedWriteCount] = (control[field.escapedWriteCount] ?? 0) + 1;
}

/** Undefined for a kernel thread, and for a process that is gone. */
function processGroupOf(pid: number): number | undefined {
  if (pid === 0) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
  } catch {
    return undefined;
  }
}
