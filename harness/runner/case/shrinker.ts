import { isSmaller, sizeOf } from "../../explore/shrink/case-size.js";
import { whatItNeeds } from "../../explore/shrink/needs.js";
import { shrink } from "../../explore/shrink/shrink.js";
import { UsageError } from "../../model/errors.js";
import { leadingFinding, showsFinding } from "../../model/findings/same-finding.js";
import type { CrashPoint } from "../../model/trace.js";
import type { Finding } from "../../model/verdict.js";
import { reducedKind } from "../evidence/reduced-kind.js";
import type { CaseRecord } from "../../store/records.js";
import type { CaseContext } from "./case-context.js";
import { caseId } from "./case-record.js";
import { crashOrderOf, type CaseOrder } from "./case-order.js";
import type { CaseResult, CaseRunner } from "./case.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { changesOf } from "../lab/traces.js";
import type { SmallestCase } from "../../model/smallest-case.js";

/** Enough for most; what could not be tried is said. */
const limits = { maxTries: 60, maxMs: 15_000 };

type ShrinkerContext = Pick<CaseContext, "scenario" | "target" | "crashes" | "golden" | "clock">;

/** What a case was reduced to. */
interface Reduced {
  readonly smallest: SmallestCase;
  /** What came of it; undefined where it is the case itself. */
  readonly result: CaseResult | undefined;
}

/** Makes failing cases smaller, the first of each kind; it stands for those like it. */
export class Shrinker {
  readonly #runner: CaseRunner;
  readonly #context: ShrinkerContext;
  readonly #seen: Set<string>;

  /** `reducedKinds` were reduced before: see `reducedKind`. */
  constructor(runner: CaseRunner, context: ShrinkerContext, reducedKinds: readonly string[] = []) {
    this.#seen = new Set(reducedKinds);
    this.#runner = runner;
    this.#context = context;
  }

  /**
   * Reduces a case that is violated and not known, while its worst finding stays the same: class,
   * checker, place and text. `points` are those of its id. Undefined for other cases, and for a
   * kind of failure that was reduced before.
   */
  async shrink(
    order: CaseOrder,
    record: CaseRecord,
    points: readonly CrashPoint[],
  ): Promise<Reduced | undefined> {
    if (record.verdict !== "violated" || record.known) return undefined;
    const wanted = leadingFinding(record.findings);
    if (wanted === undefined) return undefined;
    const kind = reducedKind(record);
    if (this.#seen.has(kind)) return undefined;
    this.#seen.add(kind);
    const { clock, crashes, golden } = this.#context;
    const deadline = clock() + Math.min(limits.maxMs, order.leftMs ?? Infinity);
    const context = {
      ...crashes.shrinkContext(order.seed),
      writesAtLine: (line: number) => changesAtLine(golden.recorded, line),
    };
    let best: { readonly size: readonly number[]; readonly result: CaseResult } | undefined;
    const fails = async (cuts: readonly CrashPoint[]): Promise<boolean> => {
      const result = await this.#failing(order, cuts, wanted);
      if (result === undefined) return false;
      const size = sizeOf(cuts, context);
      if (best === undefined || isSmaller(size, best.size)) best = { size, result };
      return true;
    };
    const { cuts, tries, complete } = await shrink(points, context, fails, {
      maxTries: limits.maxTries,
      expired: () => clock() > deadline,
    });
    const naming = { ...context, nameOf: (write: number) => this.#nameOf(write) };
    const { text: needs, missesFlush } = whatItNeeds(cuts, naming);
    const id = caseId(this.#context, order.seed, cuts);
    const result = best?.result.record.id === id ? best.result : undefined;
    return { smallest: { id, needs, missesFlush, tries, complete }, result };
  }

  /** What came of a case that shows the same; undefined of another one. */
  async #failing(
    { seed, index }: CaseOrder,
    cuts: readonly CrashPoint[],
    wanted: Finding,
  ): Promise<CaseResult | undefined> {
    const { golden } = this.#context;
    try {
      // Of a case that the trace has not, this is undecided.
      const crashes = crashOrderOf(cuts, golden.kills);
      const result = await this.#runner.run({ index, seed, ...crashes });
      const { record } = result;
      const isBad = record.verdict === "violated" && !record.known;
      return isBad && showsFinding(record.findings, wanted) ? result : undefined;
    } catch (error) {
      if (error instanceof UsageError) return undefined; // The trace has no such crash point.
      throw error;
    }
  }

  #nameOf(number: number): string | undefined {
    const { crashes, golden } = this.#context;
    const change = changesOf(golden.recorded.trace)[number - 1];
    return change && crashes.placeOf(change).name;
  }
}

/** How many changes a run had made when it had printed that many lines. */
function changesAtLine(recorded: RecordedRun, line: number): number {
  let [lines, writes] = [0, 0];
  for (const event of recorded.trace) {
    if (lines >= line) break;
    if (event.kind === "write") writes = event.number;
    if (event.kind === "output") lines += event.text.split("\n").length - 1;
  }
  return writes;
}
