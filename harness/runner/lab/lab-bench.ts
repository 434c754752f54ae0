import type { Bench, KeptState, RunPlan } from "../../media/bench.js";
import type { TraceEvent } from "../../model/trace.js";
import type { TraceShape } from "../../model/steps.js";
import { nothingOutside, type OutsideState } from "../../target/outside/lasting.js";
import type { Outside } from "../../target/outside/outside.js";

type ShapeOf = (trace: readonly TraceEvent[]) => TraceShape;

/** A bench whose states are those of the medium and of what is outside of it, kept together. */
export class LabBench implements Bench {
  readonly #bench: Bench;
  readonly #outside: Outside;
  #snapshot: OutsideState = nothingOutside;

  constructor(bench: Bench, outside: Outside) {
    this.#bench = bench;
    this.#outside = outside;
  }

  get noun(): string {
    return this.#bench.noun;
  }

  begin = (plan: RunPlan) => this.#bench.begin(plan);
  paths = (kind: RunPlan["kind"]) => this.#bench.paths(kind);
  setVictim = (id: number) => this.#bench.setVictim(id);
  setCommand = (number: number) => this.#bench.setCommand(number);
  cutNow = () => this.#bench.cutNow();
  status = () => this.#bench.status();
  settle = () => this.#bench.settle();
  trace = () => this.#bench.trace();
  traceBytes = () => this.#bench.traceBytes();
  recorded = (shapeOf: ShapeOf) => this.#bench.recorded(shapeOf);
  runOf = (bytes: Buffer, shapeOf: ShapeOf) => this.#bench.runOf(bytes, shapeOf);
  stateBytes = () => this.#bench.stateBytes();
  digest = () => this.#bench.digest();
  changeFromBase = () => this.#bench.changeFromBase();
  changeFromSnapshot = () => this.#bench.changeFromSnapshot();
  describe = () => this.#bench.describe();
  keep = (folder: string, name: string) => this.#bench.keep(folder, name);

  loadState(bytes: Buffer): void {
    this.#bench.loadState(bytes);
    this.emptyOutside();
  }

  resetToBase(): void {
    this.#bench.resetToBase();
    this.emptyOutside();
  }

  reset(): void {
    this.#bench.reset();
    this.#outside.put(this.#snapshot);
  }

  promote(): void {
    this.#bench.promote();
    this.#takeForSnapshot(this.#outside.save());
  }

  save(): KeptState {
    const medium = this.#bench.save();
    const outside = this.#outside.save();
    return {
      isBase: medium.isBase && outside === nothingOutside,
      restore: () => {
        medium.restore();
        this.#outside.put(outside);
        this.#takeForSnapshot(this.#outside.save());
      },
      goBack: () => {
        medium.goBack();
        this.#outside.put(outside);
      },
      forget: () => {
        medium.forget();
        this.#outside.forget(outside);
      },
    };
  }

  /** The medium's, where nothing is outside of it. */
  key(): string {
    return [this.#bench.key(), this.outsideKey()].filter((each) => each !== "").join(" ");
  }

  /** Names the state outside of the medium; empty where nothing is there. */
  outsideKey(): string {
    return this.#outside.digest();
  }

  /** True where all is as in the snapshot, on the medium and outside of it. */
  isAsInSnapshot(): boolean {
    const isSameOutside = this.outsideKey() === this.#snapshot.digest;
    return isSameOutside && this.#bench.changeFromSnapshot() === undefined;
  }

  /** Leaves the medium as it is, and nothing outside of it: no trace tells what was there. */
  emptyOutside(): void {
    this.#outside.put(nothingOutside);
    this.#takeForSnapshot(nothingOutside);
  }

  #takeForSnapshot(state: OutsideState): void {
    this.#outside.forget(this.#snapshot);
    this.#snapshot = state;
  }
}
