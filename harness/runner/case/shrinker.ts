import { Epochs } from "../../crash/epoch.js";
import { lostPieces } from "../../crash/landing.js";
import { whatItNeeds } from "../../explore/shrink/needs.js";
import type { ShrinkContext } from "../../explore/shrink/search.js";
import { shrink } from "../../explore/shrink/shrink.js";
import { nameWrite } from "../../layout/disk-regions.js";
import { parseCaseId, formatCaseId } from "../../model/case-id.js";
import { formatCut } from "../../model/cut-text.js";
import { UsageError } from "../../model/errors.js";
import type { Device, PowerLoss } from "../../model/power.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseRecord, ViolatedRecord } from "../../store/records.js";
import { waysOf, type CaseOrder } from "./case-order.js";
import type { CaseRunner } from "./case.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { SmallestCase } from "../workers/messages.js";

/** Enough for most; what could not be tried is said. */
const limits = { maxTries: 60, maxMs: 15_000 };

/** Makes failing cases smaller, the first of each kind; it stands for those like it. */
export class Shrinker {
  readonly #runner: CaseRunner;
  readonly #golden: GoldenMade;
  readonly #devices: readonly Device[];
  readonly #epochs: Epochs;
  readonly #clock: () => number;
  readonly #seen = new Set<string>();

  /** `clock` gives milliseconds. */
  constructor(
    runner: CaseRunner,
    golden: GoldenMade,
    devices: readonly Device[],
    clock: () => number,
  ) {
    this.#clock = clock;
    this.#runner = runner;
    this.#golden = golden;
    this.#devices = devices;
    this.#epochs = new Epochs(golden.recorded.trace);
  }

  /**
   * Reduces a case that is violated and not known, while the class of its finding stays.
   * Undefined for other cases, and for a kind of failure that was reduced before.
   */
  async shrink(order: CaseOrder, record: CaseRecord): Promise<SmallestCase | undefined> {
    if (record.verdict !== "violated" || record.known) return undefined;
    if (record.class === "wrong without any crash") return undefined; // No crash is to blame.
    const kind = kindOf(record);
    if (this.#seen.has(kind)) return undefined;
    this.#seen.add(kind);
    const id = parseCaseId(record.id);
    const deadline = this.#clock() + limits.maxMs;
    const context = this.#contextOf(order.seed);
    const fails = (cuts: readonly CrashPoint[]) => this.#fails(order, cuts, record);
    const { cuts, tries, complete } = await shrink(id.cuts, context, fails, {
      maxTries: limits.maxTries,
      expired: () => this.#clock() > deadline,
    });
    const naming = { ...context, nameOf: (write: number) => this.#nameOf(write) };
    const { text: needs, missesFlush } = whatItNeeds(cuts, naming);
    return { id: formatCaseId({ ...id, cuts }), needs, missesFlush, tries, complete };
  }

  async #fails(
    { seed, index }: CaseOrder,
    cuts: readonly CrashPoint[],
    wanted: ViolatedRecord,
  ): Promise<boolean> {
    try {
      // Of a case that the trace has not, this is undecided.
      const { record } = await this.#runner.run({ index, seed, ...waysOf(cuts) });
      return record.verdict === "violated" && record.class === wanted.class && !record.known;
    } catch (error) {
      if (error instanceof UsageError) return false; // The trace has no such crash point.
      throw error;
    }
  }

  #contextOf(seed: string): ShrinkContext {
    const simplestFirst = [...this.#devices].sort((a, b) => rankOf(a) - rankOf(b));
    const deviceOf = (loss: PowerLoss) =>
      this.#devices.find(({ name }) => name === loss.device) ?? { ordered: false };
    return {
      devices: simplestFirst,
      cachedAt: memo((loss) => this.#epochs.cachedWrites(loss, deviceOf(loss))),
      lostPieces: memo((loss) => {
        const device = this.#devices.find(({ name }) => name === loss.device);
        return device === undefined ? [] : lostPieces(this.#epochs, loss, device, seed);
      }),
      writesAtLine: (line) => writesAtLine(this.#golden, line),
    };
  }

  #nameOf(write: number): string | undefined {
    const { recorded, regionsBefore, regionsAfter } = this.#golden;
    const event = recorded.writes[write - 1];
    return event && nameWrite(regionsBefore, regionsAfter, event).name;
  }
}

/** A device that keeps its order is simpler, then one that leaves no trash, then small blocks. */
function rankOf({ ordered, trashOnTear, atomicBytes }: Device): number {
  return (ordered ? 0 : 2 ** 20) + (trashOnTear ? 2 ** 19 : 0) + atomicBytes;
}

/** Failures of one kind have their worst findings from the same checkers, in the same step. */
function kindOf({ class: name, findings, cuts, model }: ViolatedRecord): string {
  const worst = findings.filter((each) => each.class === name).map(({ checker }) => checker);
  return JSON.stringify([name, [...new Set(worst)], model, cuts.map(({ step }) => step)]);
}

function memo<T>(compute: (loss: PowerLoss) => T): (loss: PowerLoss) => T {
  const known = new Map<string, T>();
  return (loss) => {
    const key = formatCut(loss);
    const found = known.get(key) ?? compute(loss);
    known.set(key, found);
    return found;
  };
}

/** How many writes a run had made when it had printed that many lines. */
function writesAtLine({ recorded }: GoldenMade, line: number): number {
  let [lines, writes] = [0, 0];
  for (const event of recorded.trace) {
    if (lines >= line) break;
    if (event.kind === "write") writes = event.number;
    if (event.kind === "output") lines += event.text.split("\n").length - 1;
  }
  return writes;
}
