import { join } from "node:path";
import { growingKills } from "../explore/progress.js";
import type { CrashModel } from "../model/trace.js";
import type { Finding } from "../model/verdict.js";
import type { Proof } from "../report/prove-table.js";
import type { CaseOrder, ExploredPoint } from "../runner/case-order.js";
import { listDevices, loadDevices } from "../runner/devices.js";
import { targetNameOf, type KnownBad } from "../runner/known-bad.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/messages.js";
import { prepareImage } from "../runner/prepare.js";
import { loadScenario } from "../runner/scenario.js";
import { soak, type SoakEnd } from "../runner/soak.js";
import { loadTarget } from "../runner/target.js";

/** What is the same for all known-bad targets. */
export interface ProveLimits {
  readonly seed: string;
  readonly jobs: number;
  readonly budgetMs: number;
  /** A folder for the folders of failures. */
  readonly results: string;
}

const modelsOf: Readonly<Record<KnownBad["needs"], readonly CrashModel[]>> = {
  none: ["kill"],
  kill: ["kill"],
  torn: ["torn"],
  power: ["power"],
  nested: ["kill"],
};

/** Explores one known-bad target until the finding that is expected of it, or until time is up. */
export async function proveOne(
  bad: KnownBad,
  { seed, jobs, budgetMs, results }: ProveLimits,
  signal: AbortSignal,
): Promise<Proof> {
  const scenario = loadScenario(bad.scenario);
  const { path: imagePath } = await prepareImage(scenario, (line) => console.log(line));
  const hunt = new Hunt(bad, seed);
  const over = AbortSignal.any([signal, hunt.ended, AbortSignal.timeout(budgetMs)]);
  const startedMs = Date.now();
  let end: SoakEnd = { kind: "complete" };
  try {
    end = await soak(
      {
        scenario,
        target: loadTarget(targetNameOf(bad)),
        imagePath,
        devices: loadDevices(),
        runPath: join(results, "prove", bad.name),
        jobs,
        explore: hunt.request,
        orderAt: (index, golden) => hunt.orderAt(index, golden),
        follow: ({ nested }) => nested.map((cuts) => hunt.explored(cuts)),
      },
      {
        ready: (golden) => {
          hunt.sawGolden(golden);
        },
        done: (reply) => {
          hunt.sawCase(reply);
        },
      },
      over,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!over.aborted) throw error;
  }
  return hunt.proof(end, over.aborted, Date.now() - startedMs);
}

/** The search for the expected finding of one target. */
class Hunt {
  readonly request: ExploreRequest;
  readonly #bad: KnownBad;
  readonly #found = new AbortController();
  readonly #others = new Set<string>();
  #caught: { readonly finding: Finding; readonly id: string } | undefined;
  #open: string | undefined;
  #nextIndex = 0;
  #stateCount = 0;

  constructor(bad: KnownBad, seed: string) {
    this.#bad = bad;
    this.request = {
      models: modelsOf[bad.needs],
      devices: listDevices(),
      seed,
      depth: bad.needs === "nested" ? 2 : 1,
      nested: bad.nested ?? "metadata,sample=3",
      flushes: false,
      ...(bad.points === undefined ? {} : { points: bad.points }),
    };
  }

  /** Aborted once it is found. */
  get ended(): AbortSignal {
    return this.#found.signal;
  }

  orderAt(index: number, { plan, writeCount }: GoldenSummary): CaseOrder | undefined {
    if (this.#bad.needs === "none") return undefined;
    const points = plan?.points ?? [];
    const point = points[index];
    if (point !== undefined) return this.explored([point]);
    if (index !== points.length || this.#bad.needs !== "nested") return undefined;
    const { seed } = this.request;
    return { kind: "progress", index: this.#nextIndex++, seed, cuts: growingKills(writeCount) };
  }

  explored(cuts: readonly ExploredPoint[]): CaseOrder {
    return { kind: "explored", index: this.#nextIndex++, seed: this.request.seed, cuts };
  }

  sawGolden({ findings }: GoldenSummary): void {
    this.#look(findings, "");
  }

  sawCase({ record }: CaseReply): void {
    if (this.ended.aborted) return;
    this.#stateCount += 1;
    if (record.verdict === "undecided") this.#open ??= `${record.id}: ${record.class}`;
    if (record.verdict === "violated") this.#look(record.findings, record.id, record.class);
  }

  proof(end: SoakEnd, timeIsUp: boolean, elapsedMs: number): Proof {
    const { name, mistake, expected } = this.#bad;
    const caught = this.#caught;
    const open = end.kind === "undecided" ? end.reason : this.#open;
    const result = caught !== undefined ? "caught" : open !== undefined ? "undecided" : "missed";
    return {
      name,
      mistake,
      result,
      checker: caught?.finding.checker ?? expected.checker,
      class: caught?.finding.class ?? expected.class[0] ?? "diverged",
      stateCount: this.#stateCount,
      elapsedMs,
      id: caught?.id ?? "",
      why: caught !== undefined ? "" : (open ?? this.#whyMissed(timeIsUp)),
    };
  }

  #whyMissed(timeIsUp: boolean): string {
    const others = [...this.#others].join(", ");
    const found = others === "" ? "nothing was found" : `caught for the wrong reason: ${others}`;
    return timeIsUp ? `${found}; the time was up` : found;
  }

  /** The finding must be the right checker's, and the worst one too of a class that is expected. */
  #look(findings: readonly Finding[], id: string, worst?: string): void {
    const { checker, class: classes } = this.#bad.expected;
    const isExpected = worst === undefined || classes.some((name) => name === worst);
    const finding = findings.find(
      (each) => each.checker === checker && classes.includes(each.class),
    );
    if (finding === undefined || !isExpected) {
      for (const each of findings) this.#others.add(`${each.class}, seen by ${each.checker}`);
      return;
    }
    this.#caught ??= { finding, id };
    this.#found.abort();
  }
}
