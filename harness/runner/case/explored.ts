import type { KeptState } from "../../media/bench.js";
import type { ImageMaker } from "../../media/crash-models.js";
import { formatCut } from "../../model/cut-text.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { ExploredPoint } from "../../model/trace.js";
import { recordedRun } from "../lab/recorded-run.js";
import type { CaseContext } from "./case-context.js";
import { siteInTrace } from "./crash-site.js";
import { judgeCrash } from "./judge-crash.js";
import type { JudgedCrash, Reached } from "./reached.js";

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
  /** Names the crash image. */
  readonly key: string;
  readonly state: KeptState;
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
    context.lab.bench.resetToBase();
    const { recorded } = context.golden;
    this.#first = { run: recorded, maker: context.crashes.maker(recorded) };
  }

  /** Makes the crash images of a case, one after the other; the last one is on the bench then. */
  async reach(cuts: readonly ExploredPoint[]): Promise<readonly Stage[]> {
    const texts = cuts.map(formatCut);
    const shared = this.#chain.findIndex(({ point }, index) => point !== texts[index]);
    this.#dropFrom(shared < 0 ? Math.min(cuts.length, this.#chain.length) : shared);
    for (const cut of cuts.slice(this.#chain.length)) {
      const before = this.#chain.at(-1);
      const source = before === undefined ? this.#first : await this.resumeOf(before);
      this.#chain.push(await this.#stage(source, cut, this.#chain.length + 1));
    }
    this.#chain.at(-1)?.state.restore();
    return [...this.#chain];
  }

  /** The resume of a crash, recorded uncut, to crash in its turn. The crash is on the bench. */
  async resumeOf(stage: Stage): Promise<Source & { readonly targetMs: number }> {
    stage.state.restore();
    if (stage.resume !== undefined) return stage.resume;
    const { lab, target, crashes, golden } = this.#context;
    const watch = golden.usesSync ? "sync" : "nothing";
    const record = await lab.run({ part: "resume", kind: "recorded", watch });
    const run = recordedRun(lab.bench, target);
    lab.bench.reset();
    stage.resume = { run, maker: crashes.maker(run), targetMs: record.durationMs };
    return stage.resume;
  }

  async #stage({ run, maker }: Source, point: ExploredPoint, kill: number): Promise<Stage> {
    const { lab, clock } = this.#context;
    const { site, output } = siteInTrace(run, point);
    const { torn, lastTouched } = maker.make(point, this.#seed);
    lab.bench.emptyOutside();
    const state = lab.bench.save();
    const key = lab.bench.key();
    const reached = {
      site: { ...site, lastTouched },
      misdeeds: [],
      traceBytes: run.traceBytes,
      output,
      targetMs: 0,
      torn,
    };
    const started = clock();
    try {
      const judged = await judgeCrash(this.#context, reached, kill);
      const checksMs = clock() - started;
      return { point: formatCut(point), reached, judged, key, state, checksMs };
    } catch (error) {
      state.forget();
      throw error;
    }
  }

  /** Digests of the crash images of the last case. The last one is on the bench after this. */
  digests(): string[] {
    const { bench } = this.#context.lab;
    return this.#chain.map(({ state }) => {
      state.restore();
      return bench.digest();
    });
  }

  /** Gives back what was kept. */
  close(): void {
    this.#dropFrom(0);
    this.#first.maker.close();
  }

  #dropFrom(count: number): void {
    for (const { resume, state } of this.#chain.splice(count)) {
      resume?.maker.close();
      state.forget();
    }
  }
}
