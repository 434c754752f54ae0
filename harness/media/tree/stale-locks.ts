import { shellWord } from "../../model/shell-word.js";
import type { TreeDifferences } from "../../model/tree/tree-entry.js";
import { againstGolden } from "../../oracles/tree/against-golden.js";
import type { TreeExpected } from "../../oracles/tree/tree-expected.js";
import { nameOf } from "../../oracles/tree/varying-names.js";
import type { RunTool } from "../../target/tool.js";
import type { RepairDone } from "../judge.js";
import type { TreeBench } from "./tree-bench.js";

/** What programs call what keeps others out. */
const lockName = /lock|\.pid$/i;

/** What a crash has left that an uninterrupted run does not leave, and looks like a lock. */
export function staleLocks(expected: TreeExpected, now: TreeDifferences): string[] {
  const extra = againstGolden(expected, now).filter(({ kind }) => kind === "extra");
  const locks = extra.filter(({ path }) => lockName.test(nameOf(path)));
  return locks
    .map(({ path }) => path)
    .filter((path, index, all) => !all.slice(0, index).some((top) => path.startsWith(`${top}/`)));
}

/** Removes them from the tree on the bench, as a user does whom a program tells to. */
export async function removeLocks(
  bench: TreeBench,
  launchTool: RunTool,
  locks: readonly string[],
): Promise<RepairDone[]> {
  // A tool takes names as text.
  const named = locks.filter((path) => Buffer.from(path, "latin1").toString("ascii") === path);
  if (named.length === 0) return [];
  await bench.show((treePath) => launchTool(["rm", "-rf", "--", ...named], { cwd: treePath }));
  return [{ command: `rm -r ${named.map(shellWord).join(" ")}`, isUsual: false }];
}
