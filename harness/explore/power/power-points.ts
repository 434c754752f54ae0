import type { Epochs } from "../../crash/epoch.js";
import { formatCut } from "../../model/cut-text.js";
import type { Device, PowerLoss } from "../../model/power.js";
import { openStream } from "../../model/prng.js";
import type { WriteEvent } from "../../model/trace.js";
import type { PlacedChange } from "../placed-change.js";
import {
  exhaustedWrites,
  noneLanded,
  outcomesInAnyOrder,
  outcomesInOrder,
  outcomesOfOvertaking,
  outcomesPerWrite,
  type Outcome,
} from "./power-fates.js";
import {
  endsOf,
  momentAfter,
  momentBefore,
  stepsOf,
  type Moment,
  type Step,
} from "./power-moments.js";

/** Which power losses are run. */
export interface PowerPlan {
  /** Each once, ordered by position. */
  readonly points: readonly PowerLoss[];
  /** Losses that were left out because too many chosen writes were cached at once. */
  readonly leftOutCount: number;
}

/** So many chosen writes are lost, kept and torn one by one at one moment on one device. */
const variedPerMoment = 100;
/** Next to so many synchronous writes of an epoch power is lost. */
const synchronousPerEpoch = 100;

/**
 * Chooses the power losses of a run, for each device: at the end of each epoch in which a chosen
 * write is cached, what that device can leave of the chosen writes; and on one without order,
 * losses in the middle of the epoch too (see `loseInside`).
 */
export function powerPoints(
  epochs: Epochs,
  chosen: readonly Pick<PlacedChange, "number">[],
  devices: readonly Device[],
  seed: string,
): PowerPlan {
  const numbers = new Set(chosen.map(({ number }) => number));
  const plans = devices.map((device) => new DevicePlan(epochs, numbers, device, seed));
  const points = plans.flatMap((plan) => [...plan.points.values()]);
  return {
    points: points.sort((a, b) => a.writes - b.writes),
    leftOutCount: plans.reduce((sum, plan) => sum + plan.leftOutCount, 0),
  };
}

/** The power losses on one device, by their text. */
class DevicePlan {
  readonly points = new Map<string, PowerLoss>();
  leftOutCount = 0;

  private readonly epochs: Epochs;
  private readonly chosen: ReadonlySet<number>;
  private readonly device: Device;
  private readonly seed: string;

  constructor(epochs: Epochs, chosen: ReadonlySet<number>, device: Device, seed: string) {
    this.epochs = epochs;
    this.chosen = chosen;
    this.device = device;
    this.seed = seed;
    for (const end of endsOf(epochs, device)) {
      const candidates = end.open.filter(({ number }) => chosen.has(number));
      if (candidates.length === 0) continue;
      const varied = this.vary(end, candidates);
      if (!device.ordered) this.loseInside(end, candidates, varied);
    }
  }

  /**
   * The end of an epoch leaves too little to see two things. What was cached can be lost behind
   * each synchronous write, so power is lost just before and right after it. And of more writes
   * than are exhausted, one can be lost while a later one landed and the rest was not yet made.
   */
  private loseInside(
    end: Moment,
    candidates: readonly WriteEvent[],
    varied: Set<WriteEvent>,
  ): void {
    const many = candidates.length > exhaustedWrites;
    const steps = stepsOf(this.epochs.openWrites(end, this.device), this.chosen).filter(
      ({ write }) => write.synchronous || (many && write.number < end.writes),
    );
    const synchronous = steps.filter(({ write }) => write.synchronous);
    const label = `synchronous until ${end.writes} on ${this.device.name}`;
    const sample = sampleOf(synchronous, synchronousPerEpoch, this.seed, label);
    for (const step of steps) {
      const { write } = step;
      const inside = write.number < end.writes;
      if (!sample.has(step) && !varied.has(write)) {
        if (inside) this.leftOutCount += step.earlier;
        continue;
      }
      const earlier = candidates.slice(0, step.earlier);
      if (write.synchronous) this.loseBefore(end, step, earlier);
      if (inside) this.loseAfter(momentAfter(end, step), write, earlier);
    }
  }

  private loseBefore(end: Moment, step: Step, earlier: readonly WriteEvent[]): void {
    if (earlier.length <= exhaustedWrites) {
      this.vary(momentBefore(end, step), earlier);
      return;
    }
    this.add(momentBefore(end, step), [noneLanded]);
    if (step.fresh > 0) this.vary(momentBefore(end, step, true), earlier.slice(-step.fresh));
  }

  /** Loses one of the writes earlier than this one; behind a synchronous one all of them too. */
  private loseAfter(moment: Moment, write: WriteEvent, earlier: readonly WriteEvent[]): void {
    if (write.synchronous && earlier.length <= exhaustedWrites) {
      this.vary(moment, earlier);
      return;
    }
    const overtaken = outcomesOfOvertaking(moment, earlier, this.seed, this.device.name);
    this.leftOutCount += earlier.length - overtaken.length;
    this.add(moment, write.synchronous ? [noneLanded, ...overtaken] : overtaken);
  }

  /** Adds all outcomes of a sample of the candidates. Returns the sample. */
  private vary(moment: Moment, candidates: readonly WriteEvent[]): Set<WriteEvent> {
    const { device } = this;
    const label = `varied at ${moment.writes} on ${device.name}`;
    const varied = sampleOf(candidates, variedPerMoment, this.seed, label);
    for (const write of candidates) {
      if (!varied.has(write)) this.leftOutCount += outcomesPerWrite(write, device);
    }
    const outcomesOf = device.ordered ? outcomesInOrder : outcomesInAnyOrder;
    this.add(moment, outcomesOf(moment, [...varied], device));
    return varied;
  }

  private add({ writes, ended }: Moment, outcomes: readonly Outcome[]): void {
    for (const { fate, trash } of outcomes) {
      if (fate.kind === "lost" && fate.pieces.length === 0 && trash.length === 0) continue;
      const loss: PowerLoss = {
        kind: "power",
        writes,
        ended,
        device: this.device.name,
        fate,
        trash,
      };
      this.points.set(formatCut(loss), loss);
    }
  }
}

/** All of a few items; of many the first, the last and seeded ones. In order. */
function sampleOf<T>(items: readonly T[], most: number, seed: string, label: string): Set<T> {
  if (items.length <= most) return new Set(items);
  const inner = openStream(seed, label).shuffle([...items.keys()].slice(1, -1));
  const drawn = new Set([0, ...inner.slice(0, most - 2), items.length - 1]);
  return new Set(items.filter((_item, index) => drawn.has(index)));
}
