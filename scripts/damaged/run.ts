import type { BaseImage, DamageKind } from "./images.js";
import type { Trial } from "./try.js";
import { watchNumbers, type NumberRange } from "./watch.js";

/** What a run of many damaged images came to. */
export interface DamageReport {
  readonly kinds: readonly KindReport[];
  /** What is no error with a field, each as lines of text that begin with the image's number. */
  readonly failures: readonly string[];
  readonly slowest: { readonly number: number; readonly ms: number };
  /** The most that was read of one image, in times of its size. */
  readonly mostReadFactor: number;
}

interface KindReport {
  readonly kind: DamageKind;
  read: number;
  refused: number;
  unknown: number;
  failed: number;
  ms: number;
}

const limitMs = 30_000;
const mostFailures = 50;

/** Reads the damaged images of a range of numbers, in a thread that is watched. */
export async function runDamage(
  bases: readonly BaseImage[],
  seed: string,
  numbers: NumberRange,
  onTrial: (trial: Trial) => void = () => undefined,
): Promise<DamageReport> {
  const kinds = [...new Set(bases.map(({ kind }) => kind))].map((kind): KindReport => ({
    kind,
    read: 0,
    refused: 0,
    unknown: 0,
    failed: 0,
    ms: 0,
  }));
  const failures: string[] = [];
  let slowest = { number: numbers.from, ms: 0 };
  let mostReadFactor = 0;
  const kindOf = (number: number) => kinds[number % kinds.length];
  const onResult = (trial: Trial) => {
    const { number, ms, readFactor, outcome } = trial;
    const counts = kindOf(number);
    if (counts !== undefined) {
      counts[outcome] += 1;
      counts.ms += ms;
    }
    if (ms > slowest.ms) slowest = { number, ms };
    mostReadFactor = Math.max(mostReadFactor, readFactor);
    if (outcome === "failed") failures.push(trialText(trial));
    onTrial(trial);
  };
  const onLost = (number: number, why: string) => {
    const counts = kindOf(number);
    if (counts !== undefined) counts.failed += 1;
    failures.push(`image ${number}: ${why}`);
    return failures.length < mostFailures ? "go on" : "stop";
  };
  const script = new URL("worker-main.js", import.meta.url);
  const thread = { script, data: { seed, bases }, limitMs, ...numbers };
  await watchNumbers(thread, (result) => onResult(result as Trial), onLost);
  return { kinds, failures, slowest, mostReadFactor };
}

/** One trial in lines: what it was made of, what was done to it, what was told. */
export function trialText({ number, base, outcome, changes, told }: Trial): string {
  const lines = [
    ...changes.map((line) => `damage: ${line}`),
    ...told.map((line) => `told: ${line}`),
  ];
  return [`image ${number} (${base}): ${outcome}`, ...lines.map((line) => `  ${line}`)].join("\n");
}
