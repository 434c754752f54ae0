import type { EndRecord } from "../store/end-record.js";

type Audit = NonNullable<EndRecord["audit"]>;
type Trial = Audit[number]["trials"][number];

/** One audit of those of all shards: each has run some of the trials. Undefined where none was. */
export function joinAudits(audits: readonly Audit[]): Audit | undefined {
  // Of a shard that came to no plan there is none of the flushes.
  const [first, ...others] = audits.toSorted((one, other) => other.length - one.length);
  return first?.map((flush, place) => ({
    ...flush,
    trials: flush.trials.map((trial, number) => {
      const elsewhere = others.map((audit) => audit[place]?.trials[number]);
      return {
        dropped: ranIn("dropped", trial, elsewhere),
        control: ranIn("control", trial, elsewhere),
      };
    }),
  }));
}

/** How a trial has ended where it was run. */
function ranIn<Half extends keyof Trial>(
  half: Half,
  trial: Trial,
  others: readonly (Trial | undefined)[],
): Trial[Half] {
  return [trial, ...others].find((each) => each?.[half] !== undefined)?.[half];
}
