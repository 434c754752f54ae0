import { constants } from "node:os";
import type { CrashPoint } from "../model/trace.js";
import { killGroup } from "../target/processes.js";
import * as memory from "./memory.js";

const { field, wide, state } = memory;

/** Bytes of a disk whose writes are slowed down. */
export interface DelayWindow {
  readonly startBytes: number;
  readonly endBytes: number;
}

/** What a run on the shim is to meet. */
export interface RunPlan {
  readonly cut?: CrashPoint;
  /**
   * The target is killed after this write or this line, and what others write is served on: the
   * page cache of a block device outlives the process that has filled it.
   */
  readonly killAfter?: { readonly write?: number; readonly line?: number };
  readonly delayMs?: number;
  readonly delayWindows?: readonly DelayWindow[];
}

/** Where a run stands. */
export interface ShimStatus {
  readonly cut: boolean;
  readonly writeCount: number;
  readonly lineCount: number;
  readonly lateWriteCount: number;
  /** Writes at or after the cut by processes that had left the killed group. */
  readonly escapedWriteCount: number;
  readonly failure: "none" | "store full" | "trace full" | "output full";
  /** Signals that were sent to interrupt it. */
  readonly interruptCount: number;
  /** When the last of them was sent, in milliseconds since 1970; undefined where none was. */
  readonly interruptedAtMs: number | undefined;
}

const failureNames = ["none", "store full", "trace full", "output full"] as const;
const outputLimitBytes = 64 * 1024 * 1024;

/** Prepares, stops and watches the runs on what a serving thread serves. */
export class RunControl {
  readonly #memory: memory.RunMemory;
  constructor(shared: memory.RunMemory) {
    this.#memory = shared;
  }

  /** Prepares the next run: empties the trace, sets the cut. No target may be running. */
  begin(plan: RunPlan): void {
    const { control, wide: numbers } = this.#memory;
    for (const counter of [
      field.processGroup,
      field.writeCount,
      field.lineCount,
      field.lateWriteCount,
      field.killedGroup,
      field.escapedWriteCount,
      field.failure,
      field.outputBytes,
      field.command,
      field.markedCommand,
      field.interruptCount,
    ]) {
      control[counter] = 0;
    }
    const { cut, delayWindows = [] } = plan;
    control[field.cutWrite] = cut?.kind === "write" ? cut.writes : -1;
    control[field.cutBytes] = cut?.kind === "write" ? cut.bytes : 0;
    control[field.cutLine] = cut?.kind === "line" ? cut.line : -1;
    const interrupt = cut?.kind === "interrupt" ? cut : undefined;
    control[field.interruptWrite] = interrupt?.writes ?? -1;
    control[field.interruptSignal] = constants.signals[`SIG${interrupt?.signal ?? "INT"}`];
    control[field.interruptAgainAfter] = interrupt?.againAfter ?? 0;
    control[field.killWrite] = plan.killAfter?.write ?? -1;
    control[field.killLine] = plan.killAfter?.line ?? -1;
    numbers[wide.interruptedAtMs] = 0;
    control[field.outputLimitBytes] = outputLimitBytes;
    control[field.delayMs] = plan.delayMs ?? 0;
    control[field.delayWindowCount] = Math.min(delayWindows.length, memory.maxDelayWindows);
    delayWindows.slice(0, memory.maxDelayWindows).forEach(({ startBytes, endBytes }, window) => {
      numbers[wide.firstDelayWindow + 2 * window] = startBytes;
      numbers[wide.firstDelayWindow + 2 * window + 1] = endBytes;
    });
    numbers[wide.traceTailBytes] = 0;
    Atomics.store(control, field.state, state.serving);
  }

  /** Tells the serving thread whom to kill at the cut. */
  setProcessGroup(processGroup: number): void {
    const { control } = this.#memory;
    Atomics.store(control, field.processGroup, processGroup);
    Atomics.notify(control, field.processGroup);
  }

  /** Cuts now, wherever the target is. Returns false when the cut had come already. */
  cutNow(): boolean {
    const { control } = this.#memory;
    const before = Atomics.compareExchange(control, field.state, state.serving, state.cutting);
    if (before !== state.serving) return false;
    Atomics.notify(control, field.state);
    control[field.killedGroup] = control[field.processGroup] ?? 0;
    killGroup(control[field.killedGroup] ?? 0);
    Atomics.store(control, field.state, state.dead);
    Atomics.notify(control, field.state);
    return true;
  }

  /** Tells which command of the run is next; the trace notes it before its first record. */
  setCommand(number: number): void {
    this.#memory.control[field.command] = number;
  }

  status(): ShimStatus {
    const { control, wide: numbers } = this.#memory;
    return {
      cut: control[field.state] !== state.serving,
      writeCount: control[field.writeCount] ?? 0,
      lineCount: control[field.lineCount] ?? 0,
      lateWriteCount: control[field.lateWriteCount] ?? 0,
      escapedWriteCount: control[field.escapedWriteCount] ?? 0,
      failure: failureNames[control[field.failure] ?? 0] ?? "none",
      interruptCount: control[field.interruptCount] ?? 0,
      interruptedAtMs: numbers[wide.interruptedAtMs] || undefined,
    };
  }

  /** The raw records of the run, valid until the next `begin`. */
  traceBytes(): Buffer {
    return this.#memory.trace.subarray(0, this.#memory.wide[wide.traceTailBytes]);
  }
}
