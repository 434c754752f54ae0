import { digestOf } from "../../crash/digest.js";
import { ImageMaker } from "../../crash/image-maker.js";
import { stateKey, type StateKey } from "../../crash/state-key.js";
import { formatCut } from "../../model/cut-text.js";
import { recordEnd } from "../../shim/record.js";
import type { SavedState } from "../../shim/saved-state.js";
import type { CaseContext } from "./case-context.js";
import type { ExploredPoint } from "./case-order.js";
import { siteInTrace } from "./crash-site.js";
import { judgeCrash } from "./judge-crash.js";
import type { JudgedCrash, Reached } from "./reached.js";
import { recordedRun, type RecordedRun } from "../lab/recorded-run.js";

/** A recorded run and what makes crash images from it. */
interface Source {
  readonly run: RecordedRun;
  readonly maker: ImageMaker;
}

/** A crash whose image was made and judged, and the run that resumed from it, once it is needed. */
export interface Stage {
  readonly point: string;
  readonly reached: Reached;
  readonly judged: JudgedCrash;
  readonly key: StateKey;
  readonly state: SavedState;
  /** Milliseconds that judging took. */
  readonly checksMs: number;
  resume?: Source & { readonly targetMs: number };
}

/**
 * Makes crash images from recorded runs: the first from golden's, each later one from the resume
 * of the crash before it. The last case's crashes are kept, for the next case that shares them.
 */
export class ExploredCrashes {
  readonly #context: CaseContext;
  readonly #first: Source;
  readonly #seed: string;
  readonly #chain: Stage[] = [];

  constructor(context: CaseContext, seed: string) {
    this.#context = context;
    this.#seed = seed;
    const { disk } = context.lab.shim;
    disk.resetToBase();
    const { recorded } = context.golden;
    const maker = new ImageMaker(disk, recorded, context.devices);
    this.#first = { run: recorded, maker };
  }

  /** Makes the crash images of a case, one after the other; the last one is on the disk then. */
  async reach(cuts: readonly ExploredPoint[]): Promise<readonly Stage[]> {
    const texts = cuts.map(formatCut);
    const shared = this.#chain.findIndex(({ point }, index) => point !== texts[index]);
    this.#dropFrom(shared < 0 ? Math.min(cuts.length, this.#chain.length) : shared);
    const { disk } = this.#context.lab.shim;
    for (const cut of cuts.slice(this.#chain.length)) {
      const before = this.#chain.at(-1);
      const source = before === undefined ? this.#first : await this.resumeOf(before);
      this.#chain.push(await this.#stage(source, cut, this.#chain.length + 1));
    }
    const last = this.#chain.at(-1);
    if (last !== undefined) disk.restore(last.state);
    return [...this.#chain];
  }

  /** The resume of a crash, recorded uncut, to be crashed in its turn. */
  async resumeOf(stage: Stage): Promise<Source & { readonly targetMs: number }> {
    if (stage.resume !== undefined) return stage.resume;
    const { lab, target, devices, golden } = this.#context;
    const { disk } = lab.shim;
    disk.restore(stage.state);
    const record = await lab.run({ part: "resume", watchSync: golden.usesSync });
    const run = recordedRun(lab, record, target);
    disk.reset();
    const maker = new ImageMaker(disk, run, devices);
    stage.resume = { run, maker, targetMs: record.durationMs };
    return stage.resume;
  }

  async #stage({ run, maker }: Source, point: ExploredPoint, kill: number): Promise<Stage> {
    const { examiner, golden, lab, clock } = this.#context;
    const { site, output } = siteInTrace(run, point);
    const { torn, lastTouched } = maker.make(point, this.#seed);
    const { disk } = lab.shim;
    const state = disk.save();
    const key = stateKey(disk, golden.golden.runs[0].changedPages);
    const traceBytes = run.traceBytes.subarray(0, endOfTrace(run, point));
    const reached = {
      site: { ...site, lastWrite: lastTouched },
      misdeeds: [],
      traceBytes,
      output,
      targetMs: 0,
      torn,
    };
    const started = clock();
    try {
      const judged = await judgeCrash(examiner, golden, reached, key, kill);
      const checksMs = clock() - started;
      return { point: formatCut(point), reached, judged, key, state, checksMs };
    } catch (error) {
      disk.forget(state);
      throw error;
    }
  }

  /** Digests of the crash images of the last case. The last one is on the disk after this. */
  digests(): string[] {
    const { disk } = this.#context.lab.shim;
    return this.#chain.map(({ state }) => {
      disk.restore(state);
      return digestOf(disk);
    });
  }

  /** Gives back what was kept. */
  close(): void {
    this.#dropFrom(0);
    this.#first.maker.close();
  }

  #dropFrom(count: number): void {
    const { disk } = this.#context.lab.shim;
    for (const { resume, state } of this.#chain.splice(count)) {
      resume?.maker.close();
      disk.forget(state);
    }
  }
}

/** Where the records end that the crash image is made from. */
function endOfTrace({ writes, traceBytes }: RecordedRun, point: ExploredPoint): number {
  if (point.kind === "power" && point.ended) return traceBytes.length;
  const torn = point.kind === "write" && point.bytes > 0;
  const last = writes[point.writes - (torn ? 0 : 1)];
  return last === undefined ? 0 : recordEnd(traceBytes, last.recordAt);
}
