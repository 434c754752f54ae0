import { z } from "zod";
import { usualInterrupting, type Interrupting } from "../../explore/interrupt-points.js";
import { UsageError } from "../../model/errors.js";
import { interruptSignals, type CrashModel } from "../../model/trace.js";

/** Options of the runs that can interrupt their target. */
export const interruptOptions = {
  /** By what it is interrupted, each in cases of its own: SIGINT, as ctrl-C sends it, if absent. */
  signals: z.array(z.enum(interruptSignals)).min(1).readonly().optional(),
  /** How often in one run: once, if absent, or again some writes later. */
  interrupts: z.union([z.literal(1), z.literal(2)]).optional(),
};

type InterruptOptions = z.output<z.ZodObject<typeof interruptOptions>>;

/** How runs are interrupted; undefined where they are not. Throws UsageError. */
export function interruptingFrom(
  { signals, interrupts }: InterruptOptions,
  models: readonly CrashModel[],
): Interrupting | undefined {
  if (models.includes("interrupt")) {
    const usual = usualInterrupting;
    return { signals: [...new Set(signals ?? usual.signals)], most: interrupts ?? usual.most };
  }
  if (signals === undefined && interrupts === undefined) return undefined;
  throw new UsageError(
    "signals and interrupts (--signals, --interrupts) only make sense with the model interrupt " +
      "(--model interrupt)",
  );
}

/** The same, to be told and stored. */
export function interruptsShown({ signals, most }: Interrupting) {
  return { signals: signals.join(","), interrupts: most };
}
