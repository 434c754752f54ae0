import { statSync } from "node:fs";
import type { DrawnModel } from "../explore/draw-interrupt.js";
import { UsageError } from "../model/errors.js";
import { interruptSignals, type InterruptSignal } from "../model/trace.js";
import { jobCount } from "../session/options/run-options.js";
import { killLimit } from "../session/soak.js";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Whether there is an ordinary file at a path. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** A whole number that is at least 1. */
export function countFrom(option: string, text: string): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= 1) return value;
  throw new UsageError(`--${option}: expected a whole number from 1, found "${text}"`);
}

/** A span of time such as 5s, 10m or 8h, in milliseconds. */
export function durationFrom(option: string, text: string): number {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  const value = Number(match?.[1]) * (unitMs[match?.[2] ?? ""] ?? 0);
  if (value > 0) return value;
  throw new UsageError(`--${option}: expected a time such as 5s, 10m or 8h, found "${text}"`);
}

/** A number of kills, or a range such as 1..4. */
export function killsFrom(text: string): { least: number; most: number } {
  const match = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text);
  const least = Number(match?.[1]);
  const most = Number(match?.[2] ?? match?.[1]);
  if (least >= 1 && most >= least && most <= killLimit) return { least, most };
  throw new UsageError(
    `--kills: expected a number or a range from 1 to ${killLimit}, such as 3 or 1..4, ` +
      `found "${text}"`,
  );
}

/** How many workers: a count, all CPUs where it is absent. */
export function jobsFrom(text: string | undefined): number {
  return jobCount(text === undefined ? undefined : countFrom("jobs", text));
}

/** The items that `--only` names, in its order; all where it is absent. `kind` is for messages. */
export function onlyNamed<T extends { readonly name: string }>(
  all: readonly T[],
  only: string | undefined,
  kind: string,
): readonly T[] {
  return (
    only?.split(",").map((name) => {
      const found = all.find((each) => each.name === name);
      if (found !== undefined) return found;
      const names = all.map((each) => each.name).join(", ");
      throw new UsageError(`--only: unknown ${kind} "${name}"; there are: ${names}`);
    }) ?? all
  );
}

/** A model that seeded cases can be drawn by. */
export function drawnModelFrom(name: string): DrawnModel {
  if (name === "kill" || name === "interrupt") return name;
  throw new UsageError(`--model: expected kill, interrupt or both, found "${name}"`);
}

/** By which signals runs are interrupted, and how often. */
export function interruptsFrom(texts: {
  readonly signals?: string;
  readonly interrupts?: string;
}): { signals: InterruptSignal[] | undefined; interrupts: 1 | 2 | undefined } {
  const { signals, interrupts } = texts;
  const times = interrupts === undefined ? undefined : countFrom("interrupts", interrupts);
  if (times !== undefined && times !== 1 && times !== 2) {
    throw new UsageError(`--interrupts: expected 1 or 2, found "${times}"`);
  }
  return { signals: signals?.split(",").map(signalFrom), interrupts: times };
}

function signalFrom(name: string): InterruptSignal {
  const signal = interruptSignals.find((each) => each === name || `SIG${each}` === name);
  if (signal !== undefined) return signal;
  const names = interruptSignals.join(", ");
  throw new UsageError(`--signals: expected some of ${names}, joined by commas; found "${name}"`);
}
