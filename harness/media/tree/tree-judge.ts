import type { Judgement, Told } from "../../model/judgement.js";
import type { Fault } from "../../model/verdict.js";
import { bystandersTouched, checkTreeAtCrash } from "../../oracles/tree/tree-at-crash.js";
import { checkTreeAfterResume, checkTreeDurable } from "../../oracles/tree/tree-after-resume.js";
import { Touched } from "../../oracles/tree/touched.js";
import type { CrashJudgement, CrashScene, Judge, RepairDone, Sight } from "../judge.js";
import type { RunTool } from "../../target/tool.js";
import { removeLocks, staleLocks } from "./stale-locks.js";
import type { TreeBench } from "./tree-bench.js";
import type { TreeGolden } from "./tree-golden.js";

/** Judges a tree: its names, what they stand for, what is in the files. */
export class TreeJudge implements Judge {
  readonly #bench: TreeBench;
  readonly #launchTool: RunTool;
  readonly #seen: TreeGolden;
  readonly #touched: Touched;

  constructor(bench: TreeBench, launchTool: RunTool, seen: TreeGolden) {
    this.#bench = bench;
    this.#launchTool = launchTool;
    this.#seen = seen;
    this.#touched = new Touched(seen.touched);
  }

  atCrash(scene: CrashScene): Promise<CrashJudgement> {
    const { endKeys } = this.#seen;
    const isFinished = scene.landed && endKeys.includes(this.#bench.key());
    const findings = scene.landed ? this.#ofLanded(scene) : this.#bystanders();
    return Promise.resolve({ findings, isFinished, repairEnd: undefined, ...this.glance() });
  }

  #ofLanded({ isToStay, promise }: CrashScene): Fault[] {
    const { by, holds } = this.#seen;
    const now = this.#bench.differences();
    const faults = checkTreeAtCrash(by.expected, holds, this.#touched, now);
    const touched = isToStay ? this.#bench.changeFromBase() : undefined;
    if (touched !== undefined) {
      const place = this.#bench.noun;
      faults.push({ checker: "bystanders", class: "bystander touched", place, message: touched });
    }
    if (promise === undefined) return faults;
    return [...faults, ...checkTreeDurable(by, { now, isZeros: this.#isZeros }, promise)];
  }

  glance(): Sight {
    return { sight: {} };
  }

  atEnd(told: Told): Promise<Judgement> {
    const now = this.#bench.differences();
    const judgement = checkTreeAfterResume(this.#seen.by, { now, told, isZeros: this.#isZeros });
    const places = new Set(judgement.findings.map(({ place }) => place));
    const touched = this.#bystanders().filter(({ place }) => !places.has(place));
    return Promise.resolve({ ...judgement, findings: [...judgement.findings, ...touched] });
  }

  #bystanders(): Fault[] {
    const { bystanders } = this.#seen.holds;
    return bystandersTouched(bystanders, this.#touched, this.#bench.differences());
  }

  readonly #isZeros = (path: string): boolean => this.#bench.isZeros(path);

  excerpts(): readonly [] {
    return [];
  }

  /** Nobody repairs a tree but the target itself; a lock that keeps it out, its user removes. */
  repair(): Promise<readonly RepairDone[]> {
    const locks = staleLocks(this.#seen.by.expected, this.#bench.differences());
    return removeLocks(this.#bench, this.#launchTool, locks);
  }
}
