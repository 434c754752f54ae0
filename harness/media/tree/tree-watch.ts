import type { Scenario } from "../../catalogue/scenario.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { TreeChange } from "../../model/tree/tree-change.js";
import type { TreeDifferences } from "../../model/tree/tree-entry.js";
import { againstGolden, mismatchText } from "../../oracles/tree/against-golden.js";
import type { TreeRerun } from "../../oracles/tree/tree-after-resume.js";
import { treeExpected, variations, type TreeExpected } from "../../oracles/tree/tree-expected.js";
import { placeOf } from "../../oracles/tree/tree-faults.js";
import { pathIn, unaskedLosses } from "../../oracles/tree/tree-unasked.js";
import { treeWork } from "../../oracles/tree/tree-work.js";
import { touchedBy } from "../../oracles/tree/touched.js";
import type { GoldenSeen, GoldenWatch, Rerun, RunTold, StoredEnds, WorkDone } from "../medium.js";
import { changeWords } from "./change-words.js";
import type { TreeBench } from "./tree-bench.js";
import type { TreeGolden } from "./tree-golden.js";
import { TreeRun } from "./tree-run.js";

/** An uninterrupted run: what it did, what it left. */
interface Observed {
  readonly changes: readonly TreeChange[];
  readonly left: TreeDifferences;
  readonly endKey: string;
  readonly endBytes: Buffer;
}

/** Sees what uninterrupted runs make of a tree. */
export class TreeWatch implements GoldenWatch {
  readonly baseProblems = [];
  readonly #bench: TreeBench;
  readonly #scenario: Scenario;
  readonly #runs: Observed[] = [];
  #rerun: { readonly judged: TreeRerun; readonly stored: StoredEnds["rerun"] } | undefined;

  constructor(bench: TreeBench, scenario: Scenario) {
    this.#bench = bench;
    this.#scenario = scenario;
  }

  observe(run: RecordedRun): Promise<void> {
    const { changes } = TreeRun.from(run);
    const [left, endKey] = [this.#bench.differences(), this.#bench.key()];
    this.#runs.push({ changes, left, endKey, endBytes: this.#bench.stateBytes() });
    return Promise.resolve();
  }

  /** Programs write down seconds more often than parts of them. */
  clockStepMs(): number {
    return 1000;
  }

  rerun({ problem, said }: RunTold): Promise<Rerun> {
    const isSame = this.#bench.key() === this.#runs[0]?.endKey;
    if (problem === undefined && isSame) return Promise.resolve({ kind: "quiet" });
    const rerun = this.#rerunOf(problem, said);
    if (rerun.kind === "not repeatable") {
      const exitedZero = problem === undefined;
      this.#rerun = {
        judged: { exitedZero, left: this.#bench.differences() },
        stored: { exitedZero, bytes: this.#bench.stateBytes() },
      };
    }
    return Promise.resolve(rerun);
  }

  #rerunOf(problem: string | undefined, said: string): Rerun {
    if (problem !== undefined) {
      const message = `a second run says: ${said} (${problem})`;
      return { kind: "not repeatable", how: "fails", message };
    }
    const [first] = againstGolden(this.#expected(), this.#bench.differences());
    if (first !== undefined) {
      const what = `${placeOf(first.path)}: ${mismatchText(first)}`;
      const message = `a second run changes the finished tree: ${what}`;
      return { kind: "not repeatable", how: "changes", message };
    }
    const message =
      "a second run on the finished tree changes only what differs from run to run: " +
      "not asked of resumed ones";
    return { kind: "harmless", message };
  }

  workDone(): Promise<WorkDone> {
    const now = this.#bench.differences();
    const done = this.#workDone(now);
    return Promise.resolve({ ...done, leftAlone: this.#leftAlone(now), sameFiles: [] });
  }

  #workDone(now: TreeDifferences): Pick<WorkDone, "lines" | "faults"> {
    const { expects, holds } = this.#scenario;
    const keeps = holds.keeps.map(pathIn);
    return { lines: treeWork(now), faults: unaskedLosses(now, { expects, keeps }) };
  }

  /** Names in the root with nothing in them that has changed. */
  #leftAlone(now: TreeDifferences): string[] {
    const touched = new Set([...now.keys()].map((path) => path.split("/")[0]));
    const names = [...this.#bench.shim.manifest().keys()].filter((path) => !path.includes("/"));
    return names.filter((name) => name !== "" && !touched.has(name)).map(placeOf);
  }

  finish(): Promise<GoldenSeen> {
    const [first, second] = this.#runs;
    if (first === undefined || second === undefined) throw new Error("golden needs two runs");
    const expected = this.#expected();
    const { lines, faults } = this.#workDone(first.left);
    const { holds, checks } = this.#scenario;
    const isViewed = checks.view !== undefined;
    const golden: TreeGolden = {
      medium: "tree",
      by: { expected, isViewed, ...(this.#rerun && { rerun: this.#rerun.judged }) },
      touched: touchedBy([...first.changes, ...second.changes]),
      holds: {
        always: holds.always.map(pathIn),
        oneOf: holds.oneOf.map((group) => group.map(pathIn)),
        bystanders: holds.bystanders.map(pathIn),
      },
      endKeys: [first.endKey, second.endKey],
      ends: {
        runs: [first.endBytes, second.endBytes],
        ...(this.#rerun?.stored && { rerun: this.#rerun.stored }),
      },
    };
    return Promise.resolve({
      kind: "alike",
      golden,
      findings: faults,
      work: lines,
      notices: variationNotices(expected, isViewed),
      deterministic: sameChanges(first.changes, second.changes),
    });
  }

  #expected(): TreeExpected {
    const [first, second] = this.#runs;
    const none: TreeDifferences = new Map();
    return treeExpected(first?.left ?? none, second?.left ?? none);
  }
}

const mostNamed = 3;

/** What can't be expected of crashed runs, since uninterrupted ones differ in it. */
function variationNotices(expected: TreeExpected, isViewed: boolean): string[] {
  const { names, contents, others } = variations(expected);
  const notice = (paths: readonly string[], what: string) => {
    if (paths.length === 0) return [];
    const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
    return [`${what}: ${paths.slice(0, mostNamed).map(placeOf).join(", ")}${more}`];
  };
  const judged = "differs from run to run, so that only a --check or a --view can judge it";
  return [
    ...notice(names, "names that differ from run to run"),
    ...(isViewed ? [] : notice(contents, `content that ${judged}`)),
    ...notice(others, "more than content differs from run to run, and is not judged"),
  ];
}

function sameChanges(one: readonly TreeChange[], other: readonly TreeChange[]): boolean {
  const key = (change: TreeChange) =>
    `${changeWords(change)} ${change.offsetBytes} ${change.lengthBytes}`;
  return (
    one.length === other.length &&
    one.every((each, index) => {
      const twin = other[index];
      return twin !== undefined && key(each) === key(twin);
    })
  );
}
