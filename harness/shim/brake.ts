import { performance } from "node:perf_hooks";
import { killGroup, signalGroup } from "../target/processes.js";
import { noteEscapedWriter } from "./after-the-cut.js";
import { field, maxDelayWindows, state, wide, type RunMemory } from "./memory.js";

/** How long the serving thread waits to be told which process group to kill. */
const groupTimeoutMs = 10_000;

/** Stops the world at the chosen place: the cut, and the delay of writes to some windows. */
export class Brake {
  readonly #memory: RunMemory;
  constructor(memory: RunMemory) {
    this.#memory = memory;
  }

  /**
   * True once the cut has come: what still arrives gets an error. Waits while another thread is
   * killing the group, so that the target never sees that error.
   */
  refuses(): boolean {
    const { control } = this.#memory;
    while (Atomics.load(control, field.state) === state.cutting) {
      Atomics.wait(control, field.state, state.cutting, groupTimeoutMs);
    }
    return control[field.state] !== state.serving;
  }

  /** How many bytes of the change at hand reach the disk when the cut falls into or before it. */
  tornBytes(dataBytes: number): number | undefined {
    const { control } = this.#memory;
    const cutBytes = control[field.cutBytes] ?? 0;
    if (control[field.cutWrite] !== control[field.writeCount]) return undefined;
    return Math.min(cutBytes, dataBytes);
  }

  /** True when the change that was just counted is the last that lands whole. */
  cutsAfterWrite(): boolean {
    const { control } = this.#memory;
    return control[field.cutWrite] === control[field.writeCount] && control[field.cutBytes] === 0;
  }

  cutsAfterLine(): boolean {
    const { control } = this.#memory;
    const line = control[field.cutLine] ?? -1;
    return line >= 0 && (control[field.lineCount] ?? 0) >= line;
  }

  /**
   * Kills the target's process group, from the serving thread, before anything is answered.
   * `writerPid` is the process whose write the cut came with.
   */
  cut(writerPid?: number): void {
    const { control } = this.#memory;
    const before = Atomics.compareExchange(control, field.state, state.serving, state.cutting);
    if (before !== state.serving) return;
    Atomics.wait(control, field.processGroup, 0, groupTimeoutMs);
    const processGroup = Atomics.load(control, field.processGroup);
    control[field.killedGroup] = processGroup;
    if (writerPid !== undefined) noteEscapedWriter(control, writerPid);
    killGroup(processGroup);
    Atomics.store(control, field.state, state.dead);
    Atomics.notify(control, field.state);
  }

  /**
   * Sends the process group its signal after the write that was just counted, if that is the one;
   * nothing else changes, so that what the target does then is served and recorded. Where it is to
   * get the signal again, writes are counted on from there.
   */
  interruptAfterWrite(): void {
    const { control, wide: numbers } = this.#memory;
    if (control[field.interruptWrite] !== control[field.writeCount]) return;
    Atomics.wait(control, field.processGroup, 0, groupTimeoutMs);
    numbers[wide.interruptedAtMs] = performance.timeOrigin + performance.now();
    const againAfter = control[field.interruptCount] === 0 ? control[field.interruptAgainAfter] : 0;
    control[field.interruptWrite] = againAfter ? (control[field.writeCount] ?? 0) + againAfter : -1;
    control[field.interruptCount] = (control[field.interruptCount] ?? 0) + 1;
    signalGroup(Atomics.load(control, field.processGroup), control[field.interruptSignal] ?? 0);
  }

  /** The same with SIGKILL, and after a line too; unless no command is running just then. */
  killAfter(): void {
    const { control } = this.#memory;
    const line = control[field.killLine] ?? -1;
    const printed = line >= 0 && (control[field.lineCount] ?? 0) >= line;
    if (!printed && control[field.killWrite] !== control[field.writeCount]) return;
    control[field.killWrite] = control[field.killLine] = -1;
    killGroup(Atomics.load(control, field.processGroup));
  }

  /** Sleeps when the bytes touch a delay window. A cut by the clock ends the sleep. */
  delay(offsetBytes: number, byteCount: number): void {
    const { control, wide: numbers } = this.#memory;
    const delayMs = control[field.delayMs] ?? 0;
    if (delayMs === 0) return;
    const windows = Math.min(control[field.delayWindowCount] ?? 0, maxDelayWindows);
    for (let window = 0; window < windows; window += 1) {
      const start = numbers[wide.firstDelayWindow + 2 * window] ?? 0;
      const end = numbers[wide.firstDelayWindow + 2 * window + 1] ?? 0;
      if (offsetBytes >= end || offsetBytes + byteCount <= start) continue;
      Atomics.wait(control, field.state, state.serving, delayMs);
      return;
    }
  }
}
