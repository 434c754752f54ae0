import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { toolEnvironment } from "../../harness/target/tool.js";
import { median, type GroupResult, type Row } from "./report.js";
import { runInner } from "./sandbox.js";
import type { WriteContender, WritesResult } from "./tasks.js";

interface Contestant {
  readonly name: string;
  readonly contender: WriteContender;
  readonly unpinned: boolean;
  /** Takes a second or two. */
  readonly writeCount: number;
}

const contestants: readonly Contestant[] = [
  { name: "plain file", contender: "plain", unpinned: false, writeCount: 800_000 },
  { name: "shim, pinned", contender: "shim", unpinned: false, writeCount: 150_000 },
  { name: "nbdfuse, pinned", contender: "nbdfuse", unpinned: false, writeCount: 40_000 },
  { name: "shim, unpinned", contender: "shim", unpinned: true, writeCount: 15_000 },
  { name: "nbdfuse, unpinned", contender: "nbdfuse", unpinned: true, writeCount: 15_000 },
];

const what: Readonly<Record<WriteContender, string>> = {
  plain: "a file in tmpfs",
  shim: "the shim, direct I/O, recording",
  nbdfuse: "nbdfuse MOUNT/nbd [ nbdkit memory SIZE ]",
};

const goal = 3.5;

/** 512-byte writes a second: the plain file, the shim, nbdfuse over nbdkit's memory plugin. */
export async function benchWrites(repetitions: number): Promise<GroupResult> {
  const missing = ["nbdkit", "nbdfuse"].filter((program) => !isInstalled(program));
  const taking = contestants.filter(
    ({ contender }) => contender !== "nbdfuse" || missing.length === 0,
  );
  const results = new Map<string, WritesResult[]>(taking.map(({ name }) => [name, []]));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const { name, contender, unpinned, writeCount } of taking) {
      const task = { kind: "writes", contender, writeCount } as const;
      results.get(name)?.push(await runInner<WritesResult>(task, { unpinned }));
    }
  }
  const rows = taking.map(({ name, contender }): Row => {
    const values = (results.get(name) ?? []).map(({ writesPerSecond }) => writesPerSecond);
    const command = `${results.get(name)?.[0]?.command ?? ""} on ${what[contender]}`;
    return { name, unit: "writes/s", values, command };
  });
  const middle = (name: string): number =>
    median(rows.find((row) => row.name === name)?.values ?? []);
  const ratio = middle("shim, pinned") / middle("nbdfuse, pinned");
  const compared = {
    name: "shim / nbdfuse, both pinned",
    value: ratio,
    unit: "x",
    goal: `at least ${goal}`,
    reached: ratio >= goal,
  };
  const notRun = contestants
    .filter((each) => !taking.includes(each))
    .map(({ name }) => {
      const reason = `${missing.at(-1) ?? ""} is not installed (scripts/setup --bench)`;
      return `${name}: not run: ${reason}`;
    });
  return { rows, verdicts: missing.length === 0 ? [compared] : [], notRun };
}

function isInstalled(program: string): boolean {
  return toolEnvironment()
    .PATH.split(":")
    .some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
