import type { TreeHolds } from "../../oracles/tree/tree-at-crash.js";
import type { TreeJudgedBy } from "../../oracles/tree/tree-after-resume.js";
import type { TouchedNames } from "../../oracles/tree/touched.js";
import type { MediumGolden, StoredEnds } from "../medium.js";

/** What a tree is judged by. Plain data. */
export interface TreeGolden extends MediumGolden {
  readonly medium: "tree";
  readonly by: TreeJudgedBy;
  readonly touched: TouchedNames;
  readonly holds: TreeHolds;
  /** The names of the states that the two uninterrupted runs have left. */
  readonly endKeys: readonly string[];
  readonly ends: StoredEnds;
}

/** Golden data as a tree's. Throws where it is another medium's: a mistake of the harness. */
export function treeGolden(golden: MediumGolden): TreeGolden {
  if (golden.medium === "tree") return golden as TreeGolden;
  throw new Error(`expected what runs on a tree have left, found that of a ${golden.medium}`);
}
