import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How long each test file took when it was run last, by its path. */
export type TestSeconds = Readonly<Record<string, number>>;

const path = ".cache/test-seconds.json";

/** What was kept of earlier runs in this checkout; nothing where that can't be read. */
export function readSeconds(): TestSeconds {
  try {
    if (!existsSync(path)) return {};
    const kept = Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>);
    return Object.fromEntries(kept.filter(isTime));
  } catch {
    return {}; // It only orders the files: without it they take a little longer.
  }
}

function isTime(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === "number";
}

/** Keeps what has been learnt, beside what is known of other files. */
export function writeSeconds(seconds: TestSeconds): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...readSeconds(), ...seconds }, undefined, 1)}\n`);
}

/** Those that took longest come first, so that no CPU is idle at the end; new ones before them. */
export function longestFirst(paths: readonly string[], seconds: TestSeconds): string[] {
  const of = (each: string) => seconds[each] ?? Infinity;
  return [...paths].sort((one, other) => (of(one) === of(other) ? 0 : of(other) - of(one)));
}
