import { UsageError } from "../../model/errors.js";
import type { RunJson } from "../../store/records.js";

/** What cases that shall stand side by side have in common, in words. */
const facts: readonly (readonly [what: string, of: (run: RunJson) => string | undefined])[] = [
  ["scenario", ({ scenario }) => scenario],
  ["fingerprint of the scenario", ({ fingerprint }) => fingerprint],
  ["target", ({ target }) => target],
  ["sha256 of the target's program", ({ program }) => program.sha256],
  ["sha256 of the disk image", ({ imageSha256 }) => imageSha256],
  ["seed", ({ seed }) => seed],
  ["umask of the target", ({ environment }) => environment.umask],
  ["variables of the target", ({ environment }) => JSON.stringify(environment.variables)],
];

/** Throws UsageError unless a run of now is the one that was stored, with all that it rests on. */
export function requireSameRun(stored: RunJson, now: RunJson): void {
  const other = facts.find(([, of]) => of(stored) !== of(now));
  if (other === undefined) return;
  const [what, of] = other;
  throw new UsageError(
    `this run can't be continued: its ${what} was ${of(stored) ?? "not known"}, and is ` +
      `${of(now) ?? "not known"} now. Nothing was added to it; begin a new run`,
  );
}
