import { median, type GroupResult, type Row, type Verdict } from "./report.js";
import { runInner } from "./sandbox.js";
import type { DiskSizeResult } from "./tasks.js";

const sizesGb = [2, 20] as const;
const runsInProcess = 18;
/** The first runs of a process are slower: what they call is compiled meanwhile. */
const warmUpRuns = 3;
const goal = 1.1;
const mebibyte = 2 ** 20;

const measures = [
  { name: "load", unit: "ms", of: ({ loadMs }: DiskSizeResult) => [loadMs] },
  { name: "run", unit: "ms", of: ({ runMs }: DiskSizeResult) => runMs.slice(warmUpRuns) },
  { name: "reset", unit: "ms", of: ({ resetMs }: DiskSizeResult) => resetMs.slice(warmUpRuns) },
  {
    name: "memory",
    unit: "MiB",
    of: ({ rssBytes }: DiskSizeResult) => [rssBytes / mebibyte],
  },
] as const;

const command =
  "load 10,000 data pages, then 4 x dd bs=512 count=2000 conv=notrunc at 4 places, then reset";

/** What the size of the disk costs, where data and writes are the same. */
export async function benchDiskSize(repetitions: number): Promise<GroupResult> {
  const results = new Map<number, DiskSizeResult[]>(sizesGb.map((size) => [size, []]));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const size of sizesGb) {
      const task = {
        kind: "disk size",
        diskBytes: size * 10 ** 9,
        repetitions: runsInProcess,
      } as const;
      results.get(size)?.push(await runInner<DiskSizeResult>(task));
    }
  }
  const valuesOf = (size: number, of: (result: DiskSizeResult) => readonly number[]): number[] =>
    (results.get(size) ?? []).flatMap(of);
  const rows = measures.flatMap(({ name, unit, of }) =>
    sizesGb.map((size): Row => {
      return { name: `${name}, ${size} GB`, unit, values: valuesOf(size, of), command };
    }),
  );
  const verdicts = measures.map(({ name, of }): Verdict => {
    const value = median(valuesOf(20, of)) / median(valuesOf(2, of));
    const held = { goal: `at most ${goal}`, reached: value <= goal };
    return { name: `${name}, 20 GB / 2 GB`, value, unit: "x", ...held };
  });
  return { rows, verdicts };
}
