import { lastSignalAt } from "../../model/trace.js";
import type { CutRecord } from "../../store/records.js";

/** After how many writes it was crashed: a target that gets a signal may go on writing. */
export function crashedAfter({ point, write }: CutRecord): number {
  return point.kind === "interrupt" ? lastSignalAt(point) : write;
}

/** The write that a crash came after, or into; 0 where it came before all. */
export function crashedWrite(cut: CutRecord): number {
  return cut.point.kind !== "interrupt" && cut.bytes > 0 ? cut.write + 1 : crashedAfter(cut);
}
