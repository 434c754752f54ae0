import type { PowerLoss } from "../../model/power.js";
import {
  interruptSignals,
  modelOf,
  type CrashPoint,
  type Interrupt,
  type WritePoint,
} from "../../model/trace.js";
import { byPosition, lostOf } from "./lost-pieces.js";
import type { Search, ShrinkContext } from "./search.js";

/**
 * Fewer cuts: the first ones alone, then all but one. A cut is left out only where kills or
 * interrupts follow it: pieces of a torn write or a power loss mean nothing in another trace.
 */
export async function fewerCuts(search: Search): Promise<void> {
  const cuts = search.best;
  const firsts = cuts.slice(1).map((_, index) => cuts.slice(0, index + 1));
  const others = cuts.flatMap((_, index) => {
    const later = cuts.slice(index + 1);
    const isLast = later.length === 0;
    const meaningful = later.every((cut) => ["kill", "interrupt"].includes(modelOf(cut)));
    return isLast || !meaningful ? [] : [[...cuts.slice(0, index), ...later]];
  });
  for (const fewer of [...firsts, ...others.reverse()]) {
    if (await search.offer(fewer)) return;
  }
}

/** A kill rather than an interrupt, a torn write or a power loss; a write rather than a line. */
export async function simplerModel(search: Search, index: number): Promise<void> {
  const cut = search.best[index];
  if (cut === undefined) return;
  for (const simpler of simplerModels(cut, index === 0, search.context)) {
    await search.offer(search.bestWith(index, simpler));
  }
}

/** A simpler device that does the same. */
export async function simplerDevice(search: Search, index: number): Promise<void> {
  const loss = search.best[index];
  if (loss?.kind !== "power") return;
  for (const { name } of search.context.devices) {
    if (await search.offer(search.bestWith(index, { ...loss, device: name }))) return;
  }
}

function simplerModels(cut: CrashPoint, isFirst: boolean, context: ShrinkContext): CrashPoint[] {
  if (cut.kind === "line") return isFirst ? killAfter(context.writesAtLine(cut.line)) : [];
  if (cut.kind === "power") return simplerThanLoss(cut, isFirst, context);
  if (cut.kind === "interrupt") return simplerThanInterrupt(cut);
  return cut.bytes === 0 ? [] : [...killAfter(cut.writes), ...killAfter(cut.writes + 1)];
}

/** A kill, one signal in place of two, a more usual signal. */
function simplerThanInterrupt(cut: Interrupt): CrashPoint[] {
  const { kind, writes, signal, againAfter } = cut;
  const once = againAfter === undefined ? [] : [{ kind, writes, signal }];
  const moreUsual = interruptSignals
    .slice(0, interruptSignals.indexOf(signal))
    .map((each) => ({ ...cut, signal: each }));
  return [...killAfter(writes), ...once, ...moreUsual];
}

/** Kills at the first byte that was lost, and after all that was written. */
function simplerThanLoss(loss: PowerLoss, isFirst: boolean, context: ShrinkContext): CrashPoint[] {
  const simpler: CrashPoint[] = [];
  const lost = isFirst ? [...lostOf(loss, context)].sort(byPosition)[0] : undefined;
  if (lost !== undefined) simpler.push(...killAfter(lost.write - 1));
  simpler.push(...killAfter(loss.writes));
  const landedBytes = lost?.range?.fromBytes ?? 0;
  if (lost !== undefined && landedBytes > 0) {
    simpler.push({ kind: "write", writes: lost.write - 1, bytes: landedBytes });
  }
  if (loss.ended) simpler.push({ ...loss, ended: false });
  return simpler;
}

/** Before the first write there is nothing to crash. */
function killAfter(writes: number): WritePoint[] {
  return writes === 0 ? [] : [{ kind: "write", writes, bytes: 0 }];
}
